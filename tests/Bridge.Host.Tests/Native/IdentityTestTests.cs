using System.Security.Cryptography;
using System.Text;
using Bridge.Protocol;
using Bridge.Protocol.Certificates;
using Bridge.Protocol.Json;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Policy;
using Bridge.Protocol.Reports;
using Bridge.Protocol.Session;
using Bridge.Protocol.Values;
using Bridge.TestKit;

namespace Bridge.Host.Tests.Native;

/// <summary>"Test my certificate": a message to oneself, protected, opened and judged for real.</summary>
public sealed class IdentityTestTests : IDisposable
{
    private const string Address = "alice@example.org";

    private readonly StoreRig _rig = new();
    private readonly ForgedIdentity _authority = CertificateForge.Authority("Testing CA");

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void A_trusted_certificate_signs_encrypts_decrypts_and_verifies()
    {
        Import();
        Trust();
        Report report = Test(10).Report;
        Assert.Equal((Seal.SignedEncrypted, EncryptionStatus.Decrypted, SignatureStatus.Valid), (report.Seal, report.Encryption.Status, report.Signature.Status));
        SignerReport signer = Assert.Single(report.Signers);
        Assert.Equal((ChainStatus.Valid, AddressMatch.Match), (signer.Chain, signer.AddressMatch));
        Assert.Empty(report.Learned);
    }

    [Fact]
    public void Where_nobody_trusts_the_authority_the_verdict_says_so()
    {
        Import();
        Report report = Test(10).Report;
        Assert.Equal(EncryptionStatus.Decrypted, report.Encryption.Status);
        Assert.Equal(ChainStatus.Untrusted, Assert.Single(report.Signers).Chain);
    }

    [Fact]
    public void Without_a_certificate_the_reason_is_told()
    {
        (HostMessage end, _) = _rig.Peer.Exchange(new TestIdentity(10, Address), []);
        Assert.Equal(ErrorCode.NoSigningKey, Assert.IsType<Failure>(end).Code);
    }

    private IdentityTested Test(long id) => _rig.Ask(new TestIdentity(id, Address), [], WireJson.Wire.IdentityTested);

    private void Import()
    {
        ForgedIdentity person = CertificateForge.Issue(_authority, Address, Smime.Values.KeyAlgorithm.Rsa);
        string pem = PemEncoding.WriteString("PRIVATE KEY", person.Pkcs8) + "\n"
            + PemEncoding.WriteString("CERTIFICATE", person.Certificate.Der.Span) + "\n";
        _rig.Ask(new ImportKeys(1, "alice.pem"), Encoding.ASCII.GetBytes(pem), WireJson.Wire.KeysImported);
    }

    private void Trust()
    {
        _rig.Ask(new SetPolicy(90, "network.enabled", "false"), [], WireJson.Wire.PolicyEntry);
        byte[] der = _authority.Certificate.Der.ToArray();
        _rig.Ask(new AddAnchor(91, der, _authority.Certificate.Sha256), [], WireJson.Wire.Anchor);
    }
}
