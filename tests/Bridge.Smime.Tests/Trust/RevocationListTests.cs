using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Reading;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;
using Bridge.TestKit;
using Bridge.TestKit.Fakes;
using Org.BouncyCastle.Asn1.X509;

namespace Bridge.Smime.Tests.Trust;

public class RevocationListTests
{
    private const string Place = "http://crl.example/root.crl";

    private static readonly SmimePolicy s_soft = SmimePolicy.Default;
    private static readonly SmimePolicy s_hard = SmimePolicy.Default with { Revocation = RevocationMode.Hard };

    private readonly TrustBench _bench = new TrustBench { Policy = s_hard }.Trust();
    private readonly ForgedIdentity _alice;

    public RevocationListTests() => _alice = CertificateForge.Issue(_bench.Root, "alice@example.org");

    [Fact]
    public void Not_checked_unknown_and_good_are_three_answers()
    {
        PathResult off = _bench.Check(_alice, policy: s_soft with { Revocation = RevocationMode.Off });
        Assert.Equal((ChainStatus.Valid, RevocationAnswer.NotChecked, null), (off.Chain, off.Revocation, off.RevocationAsOf));
        PathResult unknown = _bench.Check(_alice, policy: s_soft);
        Assert.Equal((ChainStatus.Valid, RevocationAnswer.Unknown), (unknown.Chain, unknown.Revocation));
        TrustBench.HasCode(unknown, ChainStatus.Valid, FindingCodes.RevocationUnknown);
        TrustBench.HasCode(_bench.Check(_alice), ChainStatus.RevocationUnknown, FindingCodes.RevocationUnknown);

        CrlForge list = new(_bench.Root) { ThisUpdate = TrustBench.Now.AddHours(-3) };
        _bench.Revocation.Add(list.Number(1).Sign());
        PathResult good = _bench.Check(_alice);
        Assert.Equal((ChainStatus.Valid, RevocationAnswer.Good), (good.Chain, good.Revocation));
        Assert.Equal(TrustBench.Now.AddHours(-3), good.RevocationAsOf!.Value, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Lists_that_come_with_a_message_are_checked_and_asked_last()
    {
        ForgedIdentity stranger = CertificateForge.Authority("Root");
        Assert.Equal(RevocationAnswer.Unknown, WithLists(new CrlForge(stranger).Sign()).Revocation);
        Assert.Equal(RevocationAnswer.Unknown, WithLists([0x30, 0]).Revocation);

        byte[] old = new CrlForge(_bench.Root) { ThisUpdate = TrustBench.Now.AddDays(-2) }.Sign();
        PathResult good = WithLists(old);
        Assert.Equal((ChainStatus.Valid, RevocationAnswer.Good), (good.Chain, good.Revocation));
        Assert.Equal(ChainStatus.Revoked, WithLists(new CrlForge(_bench.Root).Revoke(_alice).Sign()).Chain);
        Assert.Equal(ChainStatus.RevocationUnknown, WithLists(new CrlForge(_bench.Root) { ThisUpdate = TrustBench.Now.AddDays(-9), NextUpdate = TrustBench.Now.AddDays(-1) }.Sign()).Chain);

        _bench.Revocation.Add(new CrlForge(_bench.Root).Revoke(_alice).Sign());
        Assert.Equal(ChainStatus.Revoked, WithLists(old).Chain);
    }

    [Fact]
    public void Lists_inside_signed_data_reach_the_path()
    {
        SignOptions signed = new() { Embedded = Mail.Bytes(Mail.Text), RevocationLists = [[0xa1, 3, 6, 1, 42], new CrlForge(_bench.Root).Sign()] };
        MessageOpener opener = new(new FakeKeyRing(), _bench.Directory, new PathValidator(_bench.Anchors, _bench.Directory, _bench.Revocation, _bench.Fetcher));
        MessageReport report = opener.OpenCms(
            new MemoryStream(CmsForge.Sign(signed.Embedded, signed, _alice)), null, Stream.Null, new OpenOptions(TrustBench.Now, s_hard, false), TestContext.Current.CancellationToken);

        Assert.Equal((SignatureStatus.Valid, RevocationAnswer.Good), (report.Signature, report.Signers[0].Revocation));
    }

    [Fact]
    public void A_revoked_certificate_is_revoked_even_when_it_has_expired()
    {
        _bench.Revocation.Add(new CrlForge(_bench.Root).Revoke(_alice, reason: 1).Sign());
        PathResult result = _bench.Check(_alice, policy: s_soft);
        TrustBench.HasCode(result, ChainStatus.Revoked, FindingCodes.RevocationRevoked);
        Assert.Equal(RevocationAnswer.Revoked, result.Revocation);
        Assert.Equal("keyCompromise", result.Findings[0].Parameters["reason"]);
        Assert.Equal(ChainStatus.Revoked, _bench.Check(_alice, policy: s_soft, at: _alice.Certificate.NotAfter.AddDays(1)).Chain);
    }

    [Fact]
    public void A_revoked_authority_ends_the_path_but_another_way_may_be_good()
    {
        ForgedIdentity authority = CertificateForge.Authority("Authority", parent: _bench.Root);
        ForgedIdentity bob = CertificateForge.Issue(authority, "bob@example.org");
        _bench.Revocation.Add(new CrlForge(_bench.Root).Revoke(authority).Sign());
        _bench.Revocation.Add(new CrlForge(authority).Sign());
        PathResult result = _bench.Check(bob, fromMessage: authority);
        TrustBench.HasCode(result, ChainStatus.Revoked, FindingCodes.RevocationRevoked);
        Assert.Contains(result.Path[1].Findings, f => f.Code == FindingCodes.RevocationRevoked);
    }

    [Fact]
    public void An_outdated_list_no_longer_says_good_but_still_says_revoked()
    {
        DateTimeOffset old = TrustBench.Now.AddDays(-20);
        _bench.Revocation.Add(new CrlForge(_bench.Root) { ThisUpdate = old, NextUpdate = old.AddDays(7) }.Sign());
        TrustBench.HasCode(_bench.Check(_alice), ChainStatus.RevocationUnknown, FindingCodes.CrlUnusable);
        _bench.Revocation.Add(new CrlForge(_bench.Root) { ThisUpdate = old.AddDays(1), NextUpdate = old.AddDays(7) }.Revoke(_alice, when: old).Sign());
        Assert.Equal(ChainStatus.Revoked, _bench.Check(_alice).Chain);
    }

    [Fact]
    public void A_hold_in_an_outdated_list_may_have_been_lifted()
    {
        DateTimeOffset old = TrustBench.Now.AddDays(-20);
        _bench.Revocation.Add(new CrlForge(_bench.Root) { ThisUpdate = old, NextUpdate = old.AddDays(7) }.Revoke(_alice, reason: 6, when: old.AddHours(-1)).Sign());
        Assert.Equal(ChainStatus.RevocationUnknown, _bench.Check(_alice).Chain);
    }

    [Fact]
    public void A_list_from_after_the_moment_in_question_does_not_say_good()
    {
        _bench.Revocation.Add(new CrlForge(_bench.Root).Sign());
        Assert.Equal(ChainStatus.RevocationUnknown, _bench.Check(_alice, at: TrustBench.Now.AddDays(-5)).Chain);
    }

    [Fact]
    public void A_list_signed_by_a_stranger_with_the_right_name_counts_for_nothing()
    {
        ForgedIdentity stranger = CertificateForge.Authority("Root");
        _bench.Revocation.Add(new CrlForge(stranger).Revoke(_alice).Sign());
        TrustBench.HasCode(_bench.Check(_alice), ChainStatus.RevocationUnknown, FindingCodes.CrlUnusable);
        PathResult soft = _bench.Check(_alice, policy: s_soft, fromMessage: stranger);
        Assert.Equal((ChainStatus.Valid, RevocationAnswer.Unknown), (soft.Chain, soft.Revocation));
    }

    [Fact]
    public void A_list_by_a_key_that_may_not_sign_lists_counts_for_nothing()
    {
        ForgedIdentity root = CertificateForge.Authority("No lists", options: new ForgeOptions { KeyUsage = KeyUsage.KeyCertSign });
        _bench.Trust(root);
        _bench.Revocation.Add(new CrlForge(root).Sign());
        Assert.Equal(ChainStatus.RevocationUnknown, _bench.Check(CertificateForge.Issue(root, "a@example.org")).Chain);
    }

    [Fact]
    public void The_scope_of_a_list_is_kept()
    {
        _bench.Revocation.Add(new CrlForge(_bench.Root).Scope(onlyAuthorities: true).Sign());
        Assert.Equal(ChainStatus.RevocationUnknown, _bench.Check(_alice).Chain);
        _bench.Revocation.Add(new CrlForge(_bench.Root).Scope(onlyUsers: true, uri: Place).Sign());
        Assert.Equal(ChainStatus.RevocationUnknown, _bench.Check(_alice).Chain);
        _bench.Revocation.Add(new CrlForge(_bench.Root).Scope(onlyUsers: true).Sign());
        Assert.Equal(ChainStatus.Valid, _bench.Check(_alice).Chain);
    }

    [Fact]
    public void A_list_for_a_named_point_serves_certificates_that_name_it()
    {
        ForgedIdentity bob = CertificateForge.Issue(_bench.Root, "bob@example.org", options: new ForgeOptions { Extensions = [CrlForge.Point(Place)] });
        _bench.Revocation.Add(new CrlForge(_bench.Root).Scope(uri: Place).Sign());
        Assert.Equal(ChainStatus.Valid, _bench.Check(bob).Chain);
    }

    [Fact]
    public void An_unknown_critical_extension_makes_a_list_unusable()
    {
        _bench.Revocation.Add(new CrlForge(_bench.Root).Extend("1.2.3.4", critical: true).Sign());
        Assert.Equal(ChainStatus.RevocationUnknown, _bench.Check(_alice).Chain);
        _bench.Revocation.Add(new CrlForge(_bench.Root).Extend("1.2.3.4", critical: false).Sign());
        Assert.Equal(ChainStatus.Valid, _bench.Check(_alice).Chain);
    }

    [Fact]
    public void A_delta_adds_to_its_base_and_takes_back()
    {
        ForgedIdentity held = CertificateForge.Issue(_bench.Root, "held@example.org");
        _bench.Revocation.Add(new CrlForge(_bench.Root).Number(5).Revoke(held, reason: 6).Sign());
        Assert.Equal(ChainStatus.Revoked, _bench.Check(held).Chain);
        _bench.Revocation.Add(new CrlForge(_bench.Root).Number(6).DeltaOf(5).Revoke(held, reason: 8).Revoke(_alice).Sign());
        Assert.Equal(ChainStatus.Valid, _bench.Check(held).Chain);
        Assert.Equal(ChainStatus.Revoked, _bench.Check(_alice).Chain);
    }

    [Fact]
    public void A_delta_alone_or_for_a_later_base_says_nothing()
    {
        _bench.Revocation.Add(new CrlForge(_bench.Root).Number(6).DeltaOf(5).Sign());
        Assert.Equal(ChainStatus.RevocationUnknown, _bench.Check(_alice).Chain);
        _bench.Revocation.Add(new CrlForge(_bench.Root).Number(4).Revoke(_alice, reason: 6).Sign());
        _bench.Revocation.Add(new CrlForge(_bench.Root).Number(6).DeltaOf(5).Revoke(_alice, reason: 8).Sign());
        Assert.Equal(ChainStatus.Revoked, _bench.Check(_alice).Chain);
    }

    [Fact]
    public void An_indirect_list_speaks_for_the_issuers_that_its_entries_name()
    {
        ForgedIdentity signer = CertificateForge.Authority("List signer", parent: _bench.Root, options: new ForgeOptions { KeyUsage = KeyUsage.CrlSign });
        ForgedIdentity bob = CertificateForge.Issue(_bench.Root, "bob@example.org", options: new ForgeOptions { Extensions = [CrlForge.Point(null, signer)] });
        ForgedIdentity carol = CertificateForge.Issue(_bench.Root, "carol@example.org", options: new ForgeOptions { Extensions = [CrlForge.Point(null, signer)] });
        _bench.Directory.Add(signer.Certificate);
        _bench.Revocation.Add(new CrlForge(signer).Scope(indirect: true).Revoke(bob, nameIssuer: true).Sign());
        _bench.Revocation.Add(new CrlForge(_bench.Root).Scope(onlyAuthorities: true).Sign());
        Assert.Equal(ChainStatus.Revoked, _bench.Check(bob).Chain);
        Assert.Equal(ChainStatus.Valid, _bench.Check(carol).Chain);
        Assert.Equal(ChainStatus.RevocationUnknown, _bench.Check(_alice).Chain);
    }

    [Fact]
    public void A_list_is_fetched_only_for_a_path_that_is_good_and_only_with_leave()
    {
        ForgeOptions options = new() { Extensions = [CrlForge.Point(Place)] };
        ForgedIdentity bob = CertificateForge.Issue(_bench.Root, "bob@example.org", options: options);
        ForgedIdentity foreign = CertificateForge.Issue(CertificateForge.Authority("Foreign"), "eve@example.org", options: options);
        _bench.Fetcher.Serve(Place, new CrlForge(_bench.Root).Revoke(_alice).Sign());
        _bench.Check(foreign);
        _bench.Check(bob, at: bob.Certificate.NotAfter.AddDays(1));
        _bench.Check(bob, policy: s_hard with { NetworkEnabled = false });
        Assert.Empty(_bench.Fetcher.Asked);

        PathResult good = _bench.Check(bob);
        Assert.Equal((ChainStatus.Valid, RevocationAnswer.Good), (good.Chain, good.Revocation));
        Assert.Equal([Place], _bench.Fetcher.Asked);
        Assert.Equal([FetchPurpose.Revocation], _bench.Fetcher.Purposes);
        Assert.Equal([Place], _bench.Revocation.Saved);
        Assert.Equal(ChainStatus.Valid, _bench.Check(bob).Chain);
        Assert.Single(_bench.Fetcher.Asked);
    }

    [Fact]
    public void A_dead_server_is_not_asked_again_at_once()
    {
        ForgedIdentity bob = CertificateForge.Issue(_bench.Root, "bob@example.org", options: new ForgeOptions { Extensions = [CrlForge.Point(Place)] });
        PathValidator validator = new(_bench.Anchors, _bench.Directory, _bench.Revocation, _bench.Fetcher);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(ChainStatus.RevocationUnknown, validator.Validate(bob.Certificate, [], CertificateUsage.Sign, TrustBench.Now, s_hard, TestContext.Current.CancellationToken).Chain);
        }

        Assert.Single(_bench.Fetcher.Asked);
    }

    [Fact]
    public void A_missing_issuer_is_fetched_kept_and_used()
    {
        const string IssuerPlace = "http://aia.example/authority.cer";
        ForgedIdentity authority = CertificateForge.Authority("Authority", parent: _bench.Root);
        ForgedIdentity bob = CertificateForge.Issue(authority, "bob@example.org", options: new ForgeOptions { Extensions = [CrlForge.Access(issuer: IssuerPlace)] });
        _bench.Fetcher.Serve(IssuerPlace, authority.Certificate.Der);
        List<Certificate> kept = [];
        PathValidator validator = new(_bench.Anchors, _bench.Directory, null, _bench.Fetcher, null, kept.AddRange);
        PathResult result = validator.Validate(bob.Certificate, [], CertificateUsage.Sign, TrustBench.Now, s_soft, TestContext.Current.CancellationToken);
        Assert.Equal(["message", "aia", "user"], result.Path.Select(p => p.Source));
        Assert.Equal([authority.Certificate], kept);
        Assert.Contains(FetchPurpose.Issuer, _bench.Fetcher.Purposes);
    }

    [Fact]
    public void A_fetched_issuer_is_no_anchor()
    {
        const string IssuerPlace = "http://aia.example/root.cer";
        ForgedIdentity foreign = CertificateForge.Authority("Foreign");
        ForgedIdentity eve = CertificateForge.Issue(foreign, "eve@example.org", options: new ForgeOptions { Extensions = [CrlForge.Access(issuer: IssuerPlace)] });
        _bench.Fetcher.Serve(IssuerPlace, foreign.Certificate.Der);
        TrustBench.HasCode(_bench.Check(eve), ChainStatus.Untrusted, FindingCodes.PathSelfSigned);
        Assert.Single(_bench.Fetcher.Asked);
    }

    [Fact]
    public void A_certificate_that_declares_no_revocation_is_not_asked_about()
    {
        ForgedIdentity brief = CertificateForge.Issue(_bench.Root, "a@example.org", options: new ForgeOptions { Extensions = [("2.5.29.56", false, [5, 0])] });
        PathResult result = _bench.Check(brief);
        Assert.Equal((ChainStatus.Valid, RevocationAnswer.NotChecked), (result.Chain, result.Revocation));
    }

    private PathResult WithLists(params byte[][] lists) =>
        new PathValidator(_bench.Anchors, _bench.Directory, _bench.Revocation, _bench.Fetcher).Validate(
            _alice.Certificate, [], [.. lists.Select(l => (ReadOnlyMemory<byte>)l)], CertificateUsage.Sign, TrustBench.Now, s_hard, TestContext.Current.CancellationToken);
}
