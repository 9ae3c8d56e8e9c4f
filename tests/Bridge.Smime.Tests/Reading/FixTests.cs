using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Reading;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;
using Bridge.TestKit;
using Bridge.TestKit.Fakes;

namespace Bridge.Smime.Tests.Reading;

/// <summary>A fix is offered where it changes the verdict, and nowhere else.</summary>
public class FixTests
{
    private const string IssuerPlace = "http://pki.example/ca.cer";
    private const string ListPlace = "http://pki.example/ca.crl";

    private static readonly ForgedIdentity s_root = CertificateForge.Authority("Fix Root");
    private static readonly ForgedIdentity s_ca = CertificateForge.Authority("Fix CA", parent: s_root);
    private static readonly ForgedIdentity s_alice = Alice();

    private readonly FakeAnchors _anchors = new();
    private readonly FakeFetcher _network = new();

    private SmimePolicy Policy { get; set; } = SmimePolicy.Default with { Revocation = RevocationMode.Off };

    [Fact]
    public void An_unknown_authority_that_came_along_can_be_trusted_and_then_the_message_is_good()
    {
        SignerReport signer = Open(Signed(s_alice, s_ca, s_root)).Signers[0];
        Assert.Equal([FixKind.TrustAuthority, FixKind.CompareFingerprint], signer.Fixes.Select(f => f.Kind));
        Assert.Equal([s_root.Certificate, s_alice.Certificate], signer.Fixes.Select(f => f.Certificate));

        _anchors.Add(new TrustAnchor(s_root.Certificate, "user"));
        SignerReport trusted = Open(Signed(s_alice, s_ca, s_root)).Signers[0];
        Assert.Equal((SignatureStatus.Valid, 0), (trusted.Status, trusted.Fixes.Count));
    }

    [Fact]
    public void A_certificate_that_the_user_compared_counts_by_itself_and_vouches_for_nobody()
    {
        ForgedIdentity self = CertificateForge.Authority("alice", options: SelfSigned("alice@example.com"));
        Assert.Equal([FixKind.CompareFingerprint], Kinds(Signed(self)));

        _anchors.Add(new TrustAnchor(self.Certificate, "user", OnlyFor: "alice@example.com"));
        MessageReport trusted = Open(Signed(self));
        Assert.Equal((SignatureStatus.Valid, ChainStatus.Valid), (trusted.Signature, trusted.Signers[0].Chain));
        Assert.Equal("alice@example.com", trusted.Signers[0].Findings.Single(f => f.Code == FindingCodes.PathAnchored).Parameters["onlyFor"]);

        ForgedIdentity issued = CertificateForge.Issue(self, "bob@example.com");
        Assert.Equal(ChainStatus.Untrusted, Open(Signed(issued, self), "bob@example.com").Signers[0].Chain);
    }

    [Fact]
    public void What_is_wrong_otherwise_is_not_mended_by_trust()
    {
        string signed = Signed(s_alice, s_ca, s_root);
        Assert.Empty(Open(signed.Replace("Hello Bob", "Hello Eve", StringComparison.Ordinal)).Signers[0].Fixes);
        Assert.Empty(Open(signed, "mallory@example.net").Signers[0].Fixes);
        Assert.Empty(Open(Signed(Alice(new ForgeOptions { NotAfter = Opening.Now.AddDays(-1) }), s_ca, s_root)).Signers[0].Fixes);
        Assert.Empty(Open(Mail.ClearSigned(Mail.Text, With(s_ca, s_root), s_alice, after: "Content-Type: text/plain\r\n\r\nmore")).Signers[0].Fixes);
        Assert.Empty(Open(Mail.Multipart("mixed", Signed(s_alice, s_ca, s_root))).Signers[0].Fixes);
    }

    [Fact]
    public void A_certificate_for_several_addresses_cannot_be_compared_with_one_person()
    {
        ForgedIdentity two = Alice(new ForgeOptions { Addresses = ["alice@example.com", "bob@example.com"] });
        Assert.Equal([FixKind.TrustAuthority], Kinds(Signed(two, s_ca, s_root)));
    }

    [Fact]
    public void A_missing_issuer_is_asked_for_where_the_certificate_says_where_it_is()
    {
        Assert.Equal([FixKind.CompareFingerprint], Kinds(Signed(s_alice)));
        ForgedIdentity told = Alice(new ForgeOptions { Extensions = [CrlForge.Access(issuer: IssuerPlace)] });
        Fix fetch = Open(Signed(told)).Signers[0].Fixes[^1];
        Assert.Equal((FixKind.FetchIssuer, false), (fetch.Kind, fetch.NeedsNetwork));

        Policy = Policy with { NetworkEnabled = false };
        Fix forbidden = Open(Signed(told)).Signers[0].Fixes[^1];
        Assert.Equal((FixKind.FetchIssuer, true), (forbidden.Kind, forbidden.NeedsNetwork));
    }

    [Fact]
    public void Asking_again_forgets_that_an_address_did_not_answer()
    {
        _anchors.Add(new TrustAnchor(s_ca.Certificate, "user"));
        Policy = SmimePolicy.Default;
        ForgedIdentity told = Alice(new ForgeOptions { Extensions = [CrlForge.Point(ListPlace)] });
        PathValidator paths = Paths();
        SignerReport unknown = Open(paths, Signed(told)).Signers[0];
        Assert.Equal((SignatureStatus.Valid, RevocationAnswer.Unknown), (unknown.Status, unknown.Revocation));
        Assert.Equal(FixKind.CheckRevocation, Assert.Single(unknown.Fixes).Kind);

        _network.Serve(ListPlace, new CrlForge(s_ca).Sign());
        Assert.Equal(RevocationAnswer.Unknown, Open(paths, Signed(told)).Signers[0].Revocation);
        paths.AskAgain();
        SignerReport good = Open(paths, Signed(told)).Signers[0];
        Assert.Equal((RevocationAnswer.Good, 0), (good.Revocation, good.Fixes.Count));
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    [InlineData(true, false, false)]
    public void Revocation_is_asked_again_only_where_somebody_can_be_asked(bool namesPlace, bool offline, bool network)
    {
        _anchors.Add(new TrustAnchor(s_ca.Certificate, "user"));
        Policy = SmimePolicy.Default with { RevocationOffline = offline, NetworkEnabled = network };
        ForgedIdentity signer = namesPlace || offline ? Alice(new ForgeOptions { Extensions = [CrlForge.Point(ListPlace)] }) : s_alice;
        IReadOnlyList<Fix> fixes = Open(Signed(signer)).Signers[0].Fixes;
        Assert.Equal(offline ? [] : [new Fix(FixKind.CheckRevocation, NeedsNetwork: !network)], fixes);
        Assert.Equal(!offline && network, _network.Asked.Contains(ListPlace));
    }

    private static ForgedIdentity Alice(ForgeOptions? options = null) => CertificateForge.Issue(s_ca, "alice@example.com", options: options);

    // As openssl makes it by default: self-signed, and with the right to issue.
    private static ForgeOptions SelfSigned(string address) => new()
    {
        KeyUsage = Org.BouncyCastle.Asn1.X509.KeyUsage.DigitalSignature | Org.BouncyCastle.Asn1.X509.KeyUsage.KeyCertSign,
        Extensions = [("2.5.29.17", false, new Org.BouncyCastle.Asn1.X509.GeneralNames(
            new Org.BouncyCastle.Asn1.X509.GeneralName(Org.BouncyCastle.Asn1.X509.GeneralName.Rfc822Name, address)).GetDerEncoded())],
    };

    private static SignOptions With(params ForgedIdentity[] authorities) => new() { MoreCertificates = [.. authorities.Select(a => a.Certificate)] };

    private static string Signed(ForgedIdentity signer, params ForgedIdentity[] authorities) => Mail.ClearSigned(Mail.Text, With(authorities), signer);

    private IEnumerable<FixKind> Kinds(string entity) => Open(entity).Signers[0].Fixes.Select(f => f.Kind);

    private PathValidator Paths() => new(_anchors, revocation: new FakeRevocationStore(), fetcher: _network);

    private MessageReport Open(string entity, string from = "Alice <alice@example.com>") => Open(Paths(), entity, from);

    private MessageReport Open(PathValidator paths, string entity, string from = "Alice <alice@example.com>") =>
        new MessageOpener(new FakeKeyRing(), new FakeDirectory(), paths).Open(
            new MemoryStream(Mail.Bytes(Mail.Header(from) + entity)), Stream.Null, new OpenOptions(Opening.Now, Policy, Harvest: false), TestContext.Current.CancellationToken);
}
