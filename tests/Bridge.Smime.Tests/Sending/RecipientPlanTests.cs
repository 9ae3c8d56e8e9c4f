using Bridge.Smime.Cms;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Sending;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;
using Bridge.TestKit;
using Org.BouncyCastle.Asn1.X509;

namespace Bridge.Smime.Tests.Sending;

public sealed class RecipientPlanTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.UtcNow;

    [Fact]
    public void A_usable_certificate_makes_a_recipient_ready()
    {
        Desk desk = new();
        desk.Own();
        ForgedIdentity bob = desk.Correspondent();
        RecipientState state = Single(desk);
        Assert.True(state.Ready);
        Assert.Equal(("ready", bob.Certificate.Sha256), (state.Reason, state.Certificate?.Sha256));
    }

    [Fact]
    public void The_newest_usable_certificate_wins()
    {
        Desk desk = new();
        desk.Own();
        desk.Correspondent(options: new ForgeOptions { NotBefore = s_now.AddDays(-200) });
        ForgedIdentity newer = desk.Correspondent(options: new ForgeOptions { NotBefore = s_now.AddDays(-20) });
        ForgedIdentity revoked = desk.Correspondent(options: new ForgeOptions { NotBefore = s_now.AddDays(-2) });
        desk.Paths.Answer(revoked.Certificate, ChainStatus.Revoked);
        Assert.Equal(newer.Certificate.Sha256, Single(desk).Certificate?.Sha256);
    }

    [Fact]
    public void What_its_owner_named_wins_over_the_newest_and_the_choice_over_both()
    {
        Desk desk = new();
        desk.Own();
        desk.Correspondent(options: new ForgeOptions { NotBefore = s_now.AddDays(-2) });
        Certificate stated = desk.Correspondent(options: new ForgeOptions { NotBefore = s_now.AddDays(-200) }).Certificate;
        Certificate chosen = desk.Correspondent(options: new ForgeOptions { NotBefore = s_now.AddDays(-300) }).Certificate;
        desk.Directory.Add(Stored(stated) with { StatedAt = s_now.AddDays(-1) });
        Assert.Equal(stated, Single(desk).Certificate);
        desk.Book.Know(Desk.Bob, new Correspondent(Chosen: chosen.Sha256));
        Assert.Equal(chosen, Single(desk).Certificate);
        desk.Paths.Answer(chosen, ChainStatus.Revoked);
        Assert.Equal(stated, Single(desk).Certificate);
    }

    [Theory]
    [InlineData("key", "ready")]
    [InlineData("issuer", "changed")]
    [InlineData("key-and-issuer", "changed")]
    public void Certificate_in_place_of_another_is_used_with_a_note(string what, string reason)
    {
        Desk desk = new();
        desk.Own();
        Certificate changed = desk.Correspondent().Certificate;
        desk.Directory.Add(Stored(changed) with { Change = new CertificateChange("ab", what, s_now) });
        RecipientState state = Single(desk);
        Finding note = Assert.Single(state.Findings);
        Assert.Equal((true, reason, FindingCodes.RecipientReplaced, "ab"), (state.Ready, state.Reason, note.Code, note.Parameters["previous"]));
        desk.Book.Know(Desk.Bob, new Correspondent(Chosen: changed.Sha256));
        Assert.Equal(("ready", 0), (Single(desk).Reason, Single(desk).Findings.Count));
    }

    [Fact]
    public void Nobody_known_is_missing()
    {
        Desk desk = new();
        desk.Own();
        RecipientState state = Single(desk);
        Assert.Equal((false, "missing", (Certificate?)null), (state.Ready, state.Reason, state.Certificate));
        Assert.Equal(FindingCodes.RecipientMissing, state.Findings.Single().Code);
    }

    [Fact]
    public void Each_reason_is_told()
    {
        AssertReason("expired", new ForgeOptions { NotBefore = s_now.AddDays(-400), NotAfter = s_now.AddDays(-1) });
        AssertReason("not-yet-valid", new ForgeOptions { NotBefore = s_now.AddDays(1) });
        AssertReason("wrong-usage", new ForgeOptions { KeyUsage = KeyUsage.DigitalSignature });
        AssertReason("wrong-usage", new ForgeOptions { ExtendedKeyUsage = ["1.3.6.1.5.5.7.3.1"] });
        AssertReason("weak", new ForgeOptions { RsaBits = 1024 });
        AssertReason("wrong-usage", new ForgeOptions(), KeyAlgorithm.Ed25519);
        AssertReason("unsupported", new ForgeOptions { KeyUsage = -1 }, KeyAlgorithm.Ed25519);
        AssertReason("unsupported", new ForgeOptions(), KeyAlgorithm.Rsa, Oids.DesEde3Cbc);
    }

    [Theory]
    [InlineData(ChainStatus.Untrusted, "untrusted")]
    [InlineData(ChainStatus.Constrained, "untrusted")]
    [InlineData(ChainStatus.RevocationUnknown, "untrusted")]
    [InlineData(ChainStatus.Malformed, "untrusted")]
    [InlineData(ChainStatus.Revoked, "revoked")]
    [InlineData(ChainStatus.WrongUsage, "wrong-usage")]
    public void The_path_decides(ChainStatus chain, string reason)
    {
        Desk desk = new();
        desk.Own();
        desk.Paths.Answer(desk.Correspondent().Certificate, chain);
        RecipientState state = Single(desk);
        Assert.Equal((false, reason), (state.Ready, state.Reason));
    }

    [Fact]
    public void The_reason_nearest_to_ready_is_told()
    {
        Desk desk = new();
        desk.Own();
        desk.Correspondent(options: new ForgeOptions { KeyUsage = KeyUsage.DigitalSignature });
        desk.Correspondent(options: new ForgeOptions { NotBefore = s_now.AddDays(-400), NotAfter = s_now.AddDays(-1) });
        Assert.Equal("expired", Single(desk).Reason);
    }

    [Fact]
    public void A_certificate_of_somebody_else_is_never_taken()
    {
        Desk desk = new();
        desk.Own();
        desk.Correspondent(Desk.Bob, options: new ForgeOptions { Addresses = ["bob@example.org.evil.example"] });
        Assert.Equal("missing", Single(desk).Reason);
    }

    [Fact]
    public void Oneself_as_recipient_needs_no_stored_certificate()
    {
        Desk desk = new();
        ForgedIdentity alice = desk.Own();
        RecipientState state = desk.Protector.Plan(Desk.Ask(encrypt: true, to: Desk.Alice), TestContext.Current.CancellationToken).Recipients.Single();
        Assert.Equal(alice.Certificate.Sha256, state.Certificate?.Sha256);
    }

    [Fact]
    public void All_who_are_not_ready_are_named_at_once()
    {
        Desk desk = new();
        desk.Own();
        desk.Correspondent();
        ProtectionPlan plan = desk.Protector.Plan(
            Desk.Ask(encrypt: true, to: ["x@example.org", Desk.Bob, "y@example.org"]), TestContext.Current.CancellationToken);
        Finding refusal = Assert.Single(plan.Refusals);
        Assert.Equal((FindingCodes.RecipientsMissing, "2", "x@example.org, y@example.org"), (refusal.Code, refusal.Parameters["count"], refusal.Parameters["addresses"]));
        Assert.Equal([false, true, false], plan.Recipients.Select(r => r.Ready));
        Assert.Null(plan.ContentEncryption);
    }

    [Fact]
    public void Own_keys_are_needed()
    {
        Desk desk = new();
        desk.Correspondent();
        ProtectionPlan plan = desk.Protector.Plan(Desk.Ask(sign: true, encrypt: true), TestContext.Current.CancellationToken);
        Assert.Equal([FindingCodes.NoSigningKey, FindingCodes.NoOwnCertificate], plan.Refusals.Select(r => r.Code));
        Assert.True(plan.Recipients.Single().Ready);
        Assert.Null(plan.Signer);
    }

    [Fact]
    public void Planning_opens_no_key()
    {
        Desk desk = new();
        ForgedIdentity alice = desk.Own();
        desk.Correspondent();
        ProtectionPlan plan = desk.Protector.Plan(Desk.Ask(sign: true, encrypt: true), TestContext.Current.CancellationToken);
        Assert.Equal(alice.Certificate.Sha256, plan.Signer?.Certificate.Sha256);
        Assert.Equal("AES-256-CBC", plan.ContentEncryption);
        Assert.Empty(plan.Refusals);
        Assert.Empty(desk.Keys.Opened);
    }

    [Fact]
    public void The_number_of_recipients_is_limited()
    {
        Desk desk = new();
        desk.Own();
        ProtectionRequest request = Desk.Ask(encrypt: true, to: [.. Enumerable.Range(0, 11).Select(i => $"r{i}@example.org")]) with
        {
            Policy = SmimePolicy.Default with { Limits = new Limits { Recipients = 10 } },
        };
        Assert.Equal("limit-exceeded", Assert.Throws<Bridge.Smime.Errors.RefusalException>(() => desk.Protector.Plan(request, TestContext.Current.CancellationToken)).Code);
    }

    private static void AssertReason(string reason, ForgeOptions options, KeyAlgorithm algorithm = KeyAlgorithm.Rsa, params string[] reads)
    {
        Desk desk = new();
        desk.Own(KeyAlgorithm.EcP256);
        ForgedIdentity bob = desk.Correspondent(Desk.Bob, algorithm, options, reads);
        RecipientState state = Single(desk);
        Assert.Equal((false, reason, bob.Certificate.Sha256), (state.Ready, state.Reason, state.Certificate?.Sha256));
        Assert.NotEmpty(state.Findings);
    }

    private static RecipientState Single(Desk desk) =>
        desk.Protector.Plan(Desk.Ask(encrypt: true), TestContext.Current.CancellationToken).Recipients.Single();

    private static StoredCertificate Stored(Certificate certificate) => new(certificate, CertificateOrigin.Harvested, s_now, s_now, null, null, null);
}
