using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Content;
using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Policy;
using Bridge.Smime.Sending;
using Bridge.Smime.Values;

namespace Bridge.Smime.Tests.Sending;

public sealed class AlgorithmChoiceTests
{
    private static readonly SmimeCapabilities s_full = Reads(Oids.Aes256Gcm, Oids.Aes128Gcm, Oids.Aes256Cbc, Oids.Aes128Cbc);
    private static readonly SmimeCapabilities s_gcm128 = Reads(Oids.Aes128Gcm, Oids.Aes128Cbc);
    private static readonly SmimeCapabilities s_cbc = Reads(Oids.Aes256Cbc, Oids.Aes128Cbc, Oids.DesEde3Cbc);
    private static readonly SmimeCapabilities s_cbc128 = Reads(Oids.Aes128Cbc, Oids.DesEde3Cbc);
    private static readonly SmimeCapabilities s_old = Reads(Oids.DesEde3Cbc, Oids.Rc2Cbc);

    [Fact]
    public void Unknown_capabilities_get_aes_256_cbc()
    {
        Assert.Equal("AES-256-CBC", Choose([null]));
        Assert.Equal("AES-256-CBC", Choose(s_full, null));
        Assert.Equal("AES-256-CBC", Choose(Reads(Oids.Sha256)));
    }

    [Fact]
    public void Gcm_only_when_every_recipient_reads_it()
    {
        Assert.Equal("AES-256-GCM", Choose(s_full));
        Assert.Equal("AES-256-GCM", Choose(s_full, s_full));
        Assert.Equal("AES-128-GCM", Choose(s_full, s_gcm128));
        Assert.Equal("AES-256-CBC", Choose(s_full, s_cbc));
    }

    [Fact]
    public void Aes_128_for_those_who_read_nothing_longer()
    {
        Assert.Equal("AES-128-CBC", Choose(s_cbc128));
        Assert.Equal("AES-128-CBC", Choose(s_cbc128, s_full, null));
    }

    [Fact]
    public void Never_less_than_aes()
    {
        Assert.Null(AlgorithmChoice.For([s_old], SmimePolicy.Default));
        Assert.Null(AlgorithmChoice.For([s_old, s_full], SmimePolicy.Default));
        Assert.False(AlgorithmChoice.CanServe(s_old, SmimePolicy.Default));
    }

    [Fact]
    public void Nobody_else_gets_what_any_client_opens() => Assert.Equal("AES-256-CBC", Choose());

    [Fact]
    public void Policy_names_the_algorithm()
    {
        SmimePolicy policy = SmimePolicy.Default with { EncryptionAlgorithm = "AES-256-GCM" };
        Assert.Equal("AES-256-GCM", AlgorithmChoice.For([null, s_cbc], policy)?.Name);
        Assert.All(
            ContentAlgorithm.All.Where(a => !a.CanProduce),
            a => Assert.Equal("AES-256-CBC", AlgorithmChoice.For([null], SmimePolicy.Default with { EncryptionAlgorithm = a.Name })?.Name));
    }

    [Fact]
    public void Oaep_for_those_who_state_it_with_sha_256()
    {
        byte[] sha256 = Convert.FromHexString("300FA00D300B0609608648016503040201");
        Assert.Equal(KeyTransportChoice.Oaep, Transport(sha256));
        Assert.Equal(KeyTransportChoice.Compatible, Transport([0x30, 0x00]));
        Assert.Equal(KeyTransportChoice.Compatible, Transport([]));
        Assert.Equal(KeyTransportChoice.Compatible, Transport([0x30, 0x05, 0x01]));
        Assert.Equal(KeyTransportChoice.Compatible, AlgorithmChoice.TransportFor(null));
    }

    private static KeyTransportChoice Transport(byte[] parameters) =>
        AlgorithmChoice.TransportFor(new SmimeCapabilities([new SmimeCapability(Oids.RsaesOaep, parameters)]));

    private static string? Choose(params SmimeCapabilities?[] recipients) => AlgorithmChoice.For(recipients, SmimePolicy.Default)?.Name;

    private static SmimeCapabilities Reads(params string[] oids) => new([.. oids.Select(o => new SmimeCapability(o, default))]);
}
