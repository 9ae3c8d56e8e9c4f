using System.Collections.Concurrent;
using System.Text;
using Bridge.Keystore.Keys;
using Bridge.Smime.Policy;
using Bridge.Smime.Sending;
using Bridge.Smime.Values;
using Bridge.TestKit;
using Bridge.TestKit.Fakes;
using MimeKit;

namespace Bridge.Smime.Tests.Sending;

/// <summary>Alice at her desk: her keys, her correspondents, and a protector over them.</summary>
internal sealed class Desk
{
    public const string Alice = "alice@example.org";
    public const string Bob = "bob@example.org";

    public const string Message =
        "From: Alice <alice@example.org>\r\nTo: bob@example.org\r\nBcc: dora@example.org\r\nSubject: Plans for Friday\r\n"
        + "Date: Mon, 02 Mar 2026 10:00:00 +0100\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\n"
        + "Content-Type: text/plain; charset=us-ascii\r\n\r\nMeet me at noon.\r\n";

    // Key generation is what costs in these tests: ordinary identities are made once.
    private static readonly ConcurrentDictionary<(string Address, KeyAlgorithm Algorithm), ForgedIdentity> s_ordinary = new();

    public Desk()
    {
        Directory.Add(Authority.Certificate);
        Directory.Add(Root.Certificate);
        Protector = new MessageProtector(Keys, Directory, Paths, Book);
    }

    public static ForgedIdentity Root { get; } = CertificateForge.Authority("Desk Root");

    public static ForgedIdentity Authority { get; } = CertificateForge.Authority("Desk CA", KeyAlgorithm.EcP256, Root);

    public FakeKeyRing Keys { get; } = new();

    public FakeDirectory Directory { get; } = new();

    public FixedPathValidator Paths { get; } = new();

    public FakeCorrespondentBook Book { get; } = new();

    public MessageProtector Protector { get; }

    public ForgedIdentity Own(KeyAlgorithm algorithm = KeyAlgorithm.Rsa, bool signs = true, bool decrypts = true, ForgeOptions? options = null)
    {
        ForgedIdentity identity = Issue(Alice, algorithm, options);
        Keys.Add(identity.Certificate, signs ? () => Open(identity) : null, decrypts ? () => Open(identity) : null);
        return identity;
    }

    public ForgedIdentity Correspondent(
        string address = Bob, KeyAlgorithm algorithm = KeyAlgorithm.Rsa, ForgeOptions? options = null, params string[] reads)
    {
        ForgedIdentity identity = Issue(address, algorithm, options);
        Directory.Add(identity.Certificate, reads.Length == 0 ? null : new SmimeCapabilities([.. reads.Select(o => new SmimeCapability(o, default))]));
        return identity;
    }

    private static ForgedIdentity Issue(string address, KeyAlgorithm algorithm, ForgeOptions? options) => options is null
        ? s_ordinary.GetOrAdd((address, algorithm), key => CertificateForge.Issue(Authority, key.Address, key.Algorithm))
        : CertificateForge.Issue(Authority, address, algorithm, options);

    public static SoftwareKey Open(ForgedIdentity identity) => SoftwareKey.FromPkcs8(identity.Pkcs8, identity.Certificate);

    public static ProtectionRequest Ask(bool sign = false, bool encrypt = false, params string[] to) => new(
        Alice, to.Length == 0 ? [Bob] : to, sign, encrypt, SignatureForm.Clear, ProtectionPurpose.Send,
        IncludeCertificates: true, DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds()), SmimePolicy.Default);

    public byte[] Protect(ProtectionRequest request, string message = Message)
    {
        using MemoryStream output = new();
        Protector.Protect(new MemoryStream(Encoding.UTF8.GetBytes(message)), output, request, TestContext.Current.CancellationToken);
        return output.ToArray();
    }

    public static MimeMessage Load(byte[] message) => MimeMessage.Load(new MemoryStream(message), TestContext.Current.CancellationToken);

    public static byte[] Cms(MimeEntity part)
    {
        using MemoryStream cms = new();
        ((MimePart)part).Content!.DecodeTo(cms, TestContext.Current.CancellationToken);
        return cms.ToArray();
    }

    /// <summary>The part's text with the line ends that it has on the wire; the parser gives those of this system.</summary>
    public static string Text(TextPart part) => part.Text.ReplaceLineEndings("\r\n");
}
