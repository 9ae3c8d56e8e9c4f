using System.Formats.Asn1;
using Bridge.Smime.Cms;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Verdicts;
using Bridge.TestKit;

namespace Bridge.Smime.Tests.Reading;

public class HarvestingTests
{
    [Fact]
    public void A_valid_signature_teaches_the_certificate_once()
    {
        Opening opening = new();
        string message = Mail.Header() + Mail.ClearSigned(Mail.Text, new SignOptions { MoreCertificates = [Opening.Authority.Certificate] });
        LearnedReport learned = Assert.Single(opening.Open(message).Report.Learned);
        Assert.Equal(new LearnedReport("alice@example.com", Opening.Alice.Certificate.Sha256, Added: true), learned);
        HarvestedCertificate harvested = Assert.Single(opening.Directory.Learned);
        Assert.Equal([Opening.Authority.Certificate], harvested.Intermediates);
        Assert.Equal(("<1@example.com>", Opening.Now), (harvested.MessageId, harvested.SignedAt));

        Assert.Empty(opening.Open(message).Report.Learned);
    }

    [Fact]
    public void Newer_capabilities_win_and_older_do_not()
    {
        Opening opening = new();
        string At(int days) => Mail.Header(date: Opening.Now.AddDays(days)) + Mail.ClearSigned(Mail.Text, new SignOptions
        {
            SigningTime = Opening.Now.AddDays(days),
            MoreAttributes = [(Oids.SmimeCapabilities, Capabilities())],
        });

        Assert.True(Assert.Single(opening.Open(At(-3)).Report.Learned).Added);
        Assert.False(Assert.Single(opening.Open(At(-1)).Report.Learned).Added);
        Assert.Empty(opening.Open(At(-2)).Report.Learned);
        Assert.True(opening.Directory.FindByFingerprint(Opening.Alice.Certificate.Sha256)!.Capabilities!.Has(Oids.Aes256Gcm));
    }

    [Fact]
    public void A_preferred_encryption_certificate_of_the_same_address_is_learned_too()
    {
        ForgedIdentity encryption = CertificateForge.Issue(Opening.Authority, "alice@example.com", Values.KeyAlgorithm.Rsa);
        ForgedIdentity other = CertificateForge.Issue(Opening.Authority, "mallory@example.net", Values.KeyAlgorithm.Rsa);
        Assert.Equal(
            [Opening.Alice.Certificate.Sha256, encryption.Certificate.Sha256],
            new Opening().Open(Preferring(encryption)).Report.Learned.Select(l => l.Sha256));
        Assert.Equal([Opening.Alice.Certificate.Sha256], new Opening().Open(Preferring(other)).Report.Learned.Select(l => l.Sha256));
    }

    [Fact]
    public void What_the_signer_names_for_encryption_is_told_as_a_statement()
    {
        ForgedIdentity encryption = CertificateForge.Issue(Opening.Authority, "alice@example.com", Values.KeyAlgorithm.Rsa);
        Opening separate = new(), own = new(), silent = new();
        separate.Open(Preferring(encryption));
        own.Open(Preferring(Opening.Alice));
        silent.Open(Mail.Header() + Mail.ClearSigned(Mail.Text));
        Assert.Equal([(Opening.Alice.Certificate, false), (encryption.Certificate, true)], separate.Directory.Learned.Select(l => (l.Certificate, l.Stated)));
        Assert.Equal([(Opening.Alice.Certificate, true)], own.Directory.Learned.Select(l => (l.Certificate, l.Stated)));
        Assert.False(Assert.Single(silent.Directory.Learned).Stated);
    }

    [Fact]
    public void Changed_certificate_is_told_and_the_seal_stays()
    {
        Opening opening = new();
        opening.Directory.Add(new StoredCertificate(
            Opening.Alice.Certificate, CertificateOrigin.Harvested, Opening.Now, Opening.Now, null, null, null, Change: new CertificateChange("ab", "issuer", Opening.Now)));
        Opened opened = opening.Open(Mail.Header() + Mail.ClearSigned(Mail.Text));
        Values.Finding finding = Assert.Single(opened.Report.Findings, f => f.Code == Values.FindingCodes.SignerChanged);
        Assert.Equal(("alice@example.com", Opening.Alice.Certificate.Sha256, "ab", "issuer"),
            (finding.Parameters["address"], finding.Parameters["certificate"], finding.Parameters["previous"], finding.Parameters["what"]));
        Assert.Equal(Seal.Signed, opened.Report.Seal);
    }

    [Fact]
    public void Nothing_is_learned_when_not_asked_or_not_allowed()
    {
        string message = Mail.Header() + Mail.ClearSigned(Mail.Text);
        Assert.Empty(new Opening { Harvest = false }.Open(message).Report.Learned);
        Assert.Empty(new Opening { Policy = new SmimePolicy { HarvestEnabled = false } }.Open(message).Report.Learned);
    }

    [Fact]
    public void A_sender_that_policy_does_not_compare_is_not_learned()
    {
        Opening opening = new() { Policy = new SmimePolicy { RequireAddressMatch = false } };
        Opened opened = opening.Open(Mail.Header("Carol <carol@example.org>") + Mail.ClearSigned(Mail.Text));

        Assert.Equal(SignatureStatus.Valid, opened.Report.Signature);
        Assert.Empty(opening.Directory.Learned);
    }

    private static string Preferring(ForgedIdentity encryption)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            writer.WriteEncodedValue(encryption.Certificate.IssuerDer.Span);
            writer.WriteInteger(encryption.Certificate.SerialNumber.Span);
        }

        return Mail.Header() + Mail.ClearSigned(Mail.Text, new SignOptions
        {
            MoreCertificates = [encryption.Certificate],
            MoreAttributes = [(Oids.EncryptionKeyPreference, writer.Encode())],
        });
    }

    private static byte[] Capabilities()
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.Aes256Gcm);
        }

        return writer.Encode();
    }
}
