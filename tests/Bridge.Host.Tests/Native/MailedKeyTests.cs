using System.Text.Json;
using Bridge.Host.Native;
using Bridge.Protocol;
using Bridge.Protocol.Certificates;
using Bridge.Protocol.Json;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Policy;
using Bridge.Protocol.Session;
using Bridge.TestKit;

namespace Bridge.Host.Tests.Native;

/// <summary>A key file that came by mail: a stranger may have sent it, so it comes in only for whom and from whom it may.</summary>
public sealed class MailedKeyTests : IDisposable
{
    private const string Passphrase = "shown once";
    private readonly StoreRig _rig = new();
    private readonly ForgedIdentity _authority = CertificateForge.Authority("Mailing CA");

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void A_key_for_an_own_address_from_a_trusted_authority_comes_in()
    {
        Trust();
        byte[] file = Mailed("alice@example.org");
        Assert.Equal(KeyFileKind.Pkcs12, _rig.Ask(new InspectKeyFile(1, "alice.pfx"), file, WireJson.Wire.KeyFileInspected).Kind);
        Assert.Empty(_rig.Ask(new ListKeys(2), [], WireJson.Wire.KeyList).Keys);
        Result result = Import(3, file, ["other@example.org", "ALICE@example.org"]);
        OwnKey key = Assert.Single(JsonSerializer.Deserialize(result.Value, WireJson.Wire.KeysImported)!.Keys);
        Assert.Equal((true, true), (key.CanSign, key.CanEncrypt));
    }

    [Fact]
    public void A_key_for_another_address_is_refused_and_the_address_told()
    {
        Trust();
        Failure failure = Refused(Mailed("mallory@example.org"), ["alice@example.org"]);
        Assert.Equal((ErrorCode.KeyForeign, "mallory@example.org"), (failure.Code, failure.Parameters["addresses"]));
    }

    [Fact]
    public void A_key_that_anybody_could_have_made_comes_in_only_when_the_user_says_so()
    {
        byte[] file = Mailed("alice@example.org");
        Failure failure = Refused(file, ["alice@example.org"]);
        Assert.Equal((ErrorCode.KeyUntrusted, "CN=Mailing CA"), (failure.Code, failure.Parameters["issuer"]));
        _rig.Peer.Exchange(new ImportKeys(20, "alice.pfx", ["alice@example.org"]), file);
        _rig.Peer.Send(new PromptAnswer(20, 1, Secret.From(Passphrase)));
        Assert.IsType<Result>(_rig.Peer.Receive());
    }

    private Failure Refused(byte[] file, IReadOnlyList<string> own)
    {
        _rig.Peer.Exchange(new ImportKeys(10, "alice.pfx", own, TrustedOnly: true), file);
        _rig.Peer.Send(new PromptAnswer(10, 1, Secret.From(Passphrase)));
        Failure failure = Assert.IsType<Failure>(_rig.Peer.Receive());
        Assert.Empty(_rig.Ask(new ListKeys(11), [], WireJson.Wire.KeyList).Keys);
        return failure;
    }

    private Result Import(long id, byte[] file, IReadOnlyList<string> own)
    {
        _rig.Peer.Exchange(new ImportKeys(id, "alice.pfx", own, TrustedOnly: true), file);
        _rig.Peer.Send(new PromptAnswer(id, 1, Secret.From(Passphrase)));
        return Assert.IsType<Result>(_rig.Peer.Receive());
    }

    private void Trust()
    {
        _rig.Ask(new SetPolicy(90, "network.enabled", "false"), [], WireJson.Wire.PolicyEntry);
        byte[] der = _authority.Certificate.Der.ToArray();
        _rig.Ask(new AddAnchor(91, der, _authority.Certificate.Sha256), [], WireJson.Wire.Anchor);
    }

    private byte[] Mailed(string address)
    {
        ForgedIdentity person = CertificateForge.Issue(_authority, address, Smime.Values.KeyAlgorithm.Rsa);
        using Openssl openssl = new();
        openssl.Write("me.pem", System.Text.Encoding.ASCII.GetBytes(
            System.Security.Cryptography.PemEncoding.WriteString("PRIVATE KEY", person.Pkcs8) + "\n"
            + System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", person.Certificate.Der.Span) + "\n"));
        openssl.Run("pkcs12", "-export", "-in", "me.pem", "-out", "me.pfx", "-passout", $"pass:{Passphrase}");
        return openssl.Read("me.pfx");
    }
}
