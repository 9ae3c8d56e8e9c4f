using System.Security.Cryptography;
using Bridge.Smime.Policy;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;
using Bridge.TestKit;

namespace Bridge.Smime.Tests.Verdicts;

public class RuleTests
{
    [Theory]
    [InlineData(EncryptionStatus.None, SignatureStatus.None, Seal.None)]
    [InlineData(EncryptionStatus.None, SignatureStatus.Valid, Seal.Signed)]
    [InlineData(EncryptionStatus.None, SignatureStatus.Unverified, Seal.SignatureProblem)]
    [InlineData(EncryptionStatus.None, SignatureStatus.Invalid, Seal.SignatureProblem)]
    [InlineData(EncryptionStatus.Decrypted, SignatureStatus.None, Seal.Encrypted)]
    [InlineData(EncryptionStatus.Decrypted, SignatureStatus.Valid, Seal.SignedEncrypted)]
    [InlineData(EncryptionStatus.Decrypted, SignatureStatus.Unverified, Seal.SignatureProblem)]
    [InlineData(EncryptionStatus.Decrypted, SignatureStatus.Invalid, Seal.SignatureProblem)]
    [InlineData(EncryptionStatus.NoKey, SignatureStatus.Valid, Seal.CannotDecrypt)]
    [InlineData(EncryptionStatus.Locked, SignatureStatus.None, Seal.CannotDecrypt)]
    [InlineData(EncryptionStatus.Damaged, SignatureStatus.Invalid, Seal.CannotDecrypt)]
    [InlineData(EncryptionStatus.Refused, SignatureStatus.None, Seal.CannotDecrypt)]
    [InlineData(EncryptionStatus.Unsupported, SignatureStatus.None, Seal.CannotDecrypt)]
    public void One_seal_a_message(EncryptionStatus encryption, SignatureStatus signature, Seal seal) =>
        Assert.Equal(seal, SealRules.Decide(encryption, signature));

    [Theory]
    [InlineData(ChainStatus.Valid, SignatureStatus.Valid)]
    [InlineData(ChainStatus.Untrusted, SignatureStatus.Unverified)]
    [InlineData(ChainStatus.Expired, SignatureStatus.Unverified)]
    [InlineData(ChainStatus.NotYetValid, SignatureStatus.Unverified)]
    [InlineData(ChainStatus.RevocationUnknown, SignatureStatus.Unverified)]
    [InlineData(ChainStatus.Revoked, SignatureStatus.Invalid)]
    [InlineData(ChainStatus.Constrained, SignatureStatus.Invalid)]
    [InlineData(ChainStatus.WrongUsage, SignatureStatus.Invalid)]
    [InlineData(ChainStatus.Malformed, SignatureStatus.Invalid)]
    public void Every_answer_of_the_path_has_its_status(ChainStatus chain, SignatureStatus status) => Assert.Equal(status, ChainRules.Best(chain));

    [Fact]
    public void Every_signer_field_alone_can_spoil_a_valid_one()
    {
        SenderFacts alice = new(true, ["alice@example.com"], Date: Opening.Now);
        Assert.Equal(SignatureStatus.Valid, Judge(Facts(), alice));

        Assert.Equal(SignatureStatus.Invalid, Judge(Facts() with { Digest = DigestStatus.Altered }, alice));
        Assert.Equal(SignatureStatus.Unverified, Judge(Facts() with { Digest = DigestStatus.Unreadable }, alice));
        Assert.Equal(SignatureStatus.Unverified, Judge(Facts(ChainStatus.Untrusted), alice));
        Assert.Equal(SignatureStatus.Invalid, Judge(Facts() with { DigestName = HashAlgorithmName.SHA1 }, alice));
        Assert.Equal(SignatureStatus.Invalid, Judge(Facts() with { Findings = [Finding.Error(FindingCodes.SignatureCertificateDiffers)] }, alice));
        Assert.Equal(SignatureStatus.Unverified, Judge(Facts() with { SigningTime = Opening.Alice.Certificate.NotBefore.AddDays(-1) }, alice with { Date = null }));
        Assert.Equal(SignatureStatus.Unverified, Judge(Facts() with { SigningTime = Opening.Now.AddDays(2) }, alice with { Date = null }));
        Assert.Equal(SignatureStatus.Unverified, Judge(Facts() with { SigningTime = Opening.Now.AddHours(-2) }, alice));
        Assert.Equal(SignatureStatus.Invalid, Judge(Facts(), alice with { From = ["bob@example.com"] }));
        Assert.Equal(SignatureStatus.Unverified, Judge(Facts(), alice with { Doubts = [Finding.Warning(FindingCodes.FromSeveral)] }));
        Assert.Equal(SignatureStatus.Unverified, Judge(Facts(), alice, Finding.Warning(FindingCodes.SignatureOnPart)));
        Assert.Equal(SignatureStatus.Unverified, Judge(Facts() with { Certificate = null, Path = null }, alice));
    }

    [Fact]
    public void Policy_tolerates_what_it_is_told_to_and_says_so()
    {
        SignerFacts sha1 = Facts() with { DigestName = HashAlgorithmName.SHA1 };
        SmimePolicy policy = new() { AcceptSha1 = true };
        SignerReport report = SignerRules.Judge(sha1, new SenderFacts(true, ["alice@example.com"]), [], Opening.Now, policy);

        Assert.Equal(SignatureStatus.Valid, report.Status);
        Assert.Equal(FindingLevel.Warning, report.Findings.Single(f => f.Code == FindingCodes.SignatureSha1).Level);
    }

    [Fact]
    public void Short_rsa_keys_are_invalid_unless_policy_lowers_the_bar()
    {
        ForgedIdentity small = CertificateForge.Issue(Opening.Authority, "alice@example.com", KeyAlgorithm.Rsa, new ForgeOptions { RsaBits = 1024 });

        Assert.Equal(FindingLevel.Error, Assert.Single(AlgorithmRules.Judge(small.Certificate, HashAlgorithmName.SHA256, SmimePolicy.Default)).Level);
        Assert.Empty(AlgorithmRules.Judge(small.Certificate, HashAlgorithmName.SHA256, new SmimePolicy { MinimumRsaBits = 1024 }));
    }

    [Fact]
    public void Dsa_is_invalid_unless_policy_accepts_it()
    {
        ForgedIdentity dsa = CertificateForge.Issue(Opening.Authority, "alice@example.com", KeyAlgorithm.Dsa);

        Assert.Equal(FindingLevel.Error, Assert.Single(AlgorithmRules.Judge(dsa.Certificate, HashAlgorithmName.SHA256, SmimePolicy.Default)).Level);
        Assert.Equal(FindingLevel.Warning, Assert.Single(AlgorithmRules.Judge(dsa.Certificate, HashAlgorithmName.SHA256, new SmimePolicy { AcceptDsa = true })).Level);
    }

    [Fact]
    public void An_address_in_the_subject_counts_by_policy_and_is_shown_as_such()
    {
        ForgedIdentity old = CertificateForge.Issue(Opening.Authority, "x", options: new ForgeOptions { Addresses = [], SubjectAddress = "alice@example.com" });
        SenderFacts alice = new(true, ["alice@example.com"]);
        AddressJudgement accepted = AddressRules.Judge(old.Certificate, alice, SmimePolicy.Default);
        AddressJudgement refused = AddressRules.Judge(old.Certificate, alice, new SmimePolicy { AcceptSubjectAddress = false });

        Assert.Equal(AddressMatch.Match, accepted.Match);
        Assert.Contains(accepted.Findings, f => f.Code == FindingCodes.AddressFromSubject);
        Assert.Equal((AddressMatch.NoAddress, SignatureStatus.Unverified), (refused.Match, refused.Best));
    }

    [Fact]
    public void International_domains_match_in_both_spellings()
    {
        ForgedIdentity ascii = CertificateForge.Issue(Opening.Authority, "alice@xn--mnchen-3ya.example");

        Assert.Equal(AddressMatch.Match, AddressRules.Judge(ascii.Certificate, new SenderFacts(true, ["Alice@MÜNCHEN.example"]), SmimePolicy.Default).Match);
    }

    [Fact]
    public void The_signing_layer_is_the_first_inside_all_encryption()
    {
        EnvelopeLayer signed = new(LayerKind.Signed, []);
        EnvelopeLayer enveloped = new(LayerKind.Enveloped, []);
        EnvelopeLayer compressed = new(LayerKind.Compressed, []);

        Assert.Null(CoverageRules.SigningLayer([]));
        Assert.Null(CoverageRules.SigningLayer([signed, enveloped]));
        Assert.Equal(0, CoverageRules.SigningLayer([signed, compressed]));
        Assert.Equal(2, CoverageRules.SigningLayer([signed, enveloped, signed]));
        Assert.Equal(3, CoverageRules.SigningLayer([enveloped, enveloped, compressed, signed]));
        Assert.Equal(FindingCodes.SignatureOutsideEncryption, Assert.Single(CoverageRules.Judge([signed, enveloped, signed], 0)).Code);
        Assert.Equal(FindingCodes.SignatureAroundSignature, Assert.Single(CoverageRules.Judge([signed, signed], 0)).Code);
        Assert.Empty(CoverageRules.Judge([signed, enveloped, signed], 2));
        Assert.Equal(FindingCodes.EncryptionDamaged, Assert.Single(CoverageRules.Judge([enveloped with { Damaged = true }, signed], 1)).Code);
    }

    [Fact]
    public void A_message_is_as_good_as_its_worst_signer_and_no_signer_is_invalid()
    {
        SignerReport valid = SignerRules.Judge(Facts(), SenderFacts.NotCompared, [], Opening.Now, SmimePolicy.Default);
        SignerReport unverified = valid with { Status = SignatureStatus.Unverified };

        Assert.Equal(SignatureStatus.Valid, CoverageRules.Status([valid, valid]));
        Assert.Equal(SignatureStatus.Unverified, CoverageRules.Status([valid, unverified]));
        Assert.Equal(SignatureStatus.Invalid, CoverageRules.Status([]));
    }

    private static SignatureStatus Judge(SignerFacts facts, SenderFacts sender, params Finding[] coverage) =>
        SignerRules.Judge(facts, sender, coverage, Opening.Now, SmimePolicy.Default).Status;

    private static SignerFacts Facts(ChainStatus chain = ChainStatus.Valid) => new(
        DigestStatus.Intact,
        Opening.Alice.Certificate,
        new PathResult(chain, [], []),
        "ECDSA P-256 SHA-256",
        HashAlgorithmName.SHA256,
        Opening.Now,
        null,
        null,
        []);
}
