using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Sending;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Smime.Tests.Sending;

/// <summary>What the user's rules and choices do to a message, and which of the sender's own certificates serve.</summary>
public sealed class RulePlanTests
{
    private const string Shop = "alice+shop@example.org";

    private static readonly DateTimeOffset s_now = DateTimeOffset.UtcNow;

    private readonly Desk _desk = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_always_encrypted_does_not_leave_otherwise(bool sign)
    {
        _desk.Own();
        _desk.Book.Know(Desk.Bob, new Correspondent(EncryptionRule.Always, "example.org"));
        ProtectionRequest plain = Desk.Ask(sign, to: ["x@example.net", "BOB@example.org"]);
        RefusalException refusal = Assert.Throws<RefusalException>(() => _desk.Protect(plain));
        Assert.Equal((FindingCodes.RuleAlways, RefusalKind.Policy, "BOB@example.org"), (refusal.Code, refusal.Kind, refusal.Parameters["addresses"]));
        Assert.NotEmpty(_desk.Protect(plain with { Recipients = ["x@example.net"] }));
        Assert.NotEmpty(_desk.Protect(Desk.Ask(encrypt: true) with { Purpose = ProtectionPurpose.Draft }));
        _desk.Correspondent();
        Assert.Equal(EncryptionRule.Always, Single(Desk.Ask(encrypt: true)).Rule);
    }

    [Fact]
    public void To_whom_nothing_is_encrypted_is_named_with_the_rule()
    {
        _desk.Own();
        _desk.Correspondent();
        _desk.Book.Know(Desk.Bob, new Correspondent(EncryptionRule.Never, "example.org"));
        RecipientState state = Single(Desk.Ask(encrypt: true));
        Assert.Equal((false, "rule-never", EncryptionRule.Never), (state.Ready, state.Reason, state.Rule));
        Assert.Equal("example.org", state.Findings.Single().Parameters["subject"]);
        Assert.Equal("recipients-missing", Assert.Throws<RefusalException>(() => _desk.Protect(Desk.Ask(encrypt: true))).Code);
        Assert.NotEmpty(_desk.Protect(Desk.Ask(sign: true)));
    }

    [Fact]
    public void The_chosen_certificate_wins_while_it_can_be_used()
    {
        _desk.Own();
        ForgedIdentity older = _desk.Correspondent(options: new ForgeOptions { NotBefore = s_now.AddDays(-200) });
        ForgedIdentity newer = _desk.Correspondent(options: new ForgeOptions { NotBefore = s_now.AddDays(-20) });
        ForgedIdentity ended = _desk.Correspondent(options: new ForgeOptions { NotBefore = s_now.AddDays(-400), NotAfter = s_now.AddDays(-1) });
        _desk.Book.Know(Desk.Bob, new Correspondent(Chosen: older.Certificate.Sha256));
        RecipientState state = Single(Desk.Ask(encrypt: true));
        Assert.Equal((older.Certificate, true, 3), (state.Certificate, state.Chosen, state.Known));
        Assert.Empty(state.Findings);

        _desk.Book.Know(Desk.Bob, new Correspondent(Chosen: ended.Certificate.Sha256));
        state = Single(Desk.Ask(encrypt: true));
        Assert.Equal((newer.Certificate, true, false), (state.Certificate, state.Ready, state.Chosen));
        Assert.Equal(FindingCodes.RecipientChoiceLapsed, state.Findings.Single().Code);
    }

    [Fact]
    public void Every_known_certificate_is_listed_with_its_state()
    {
        _desk.Own();
        ForgedIdentity good = _desk.Correspondent();
        ForgedIdentity ended = _desk.Correspondent(options: new ForgeOptions { NotBefore = s_now.AddDays(-400), NotAfter = s_now.AddDays(-1) });
        _desk.Book.Know(Desk.Bob, new Correspondent(Chosen: ended.Certificate.Sha256));
        IReadOnlyList<RecipientState> all = _desk.Protector.Candidates("BOB@example.org", s_now, SmimePolicy.Default, TestContext.Current.CancellationToken);
        Assert.Equal(
            [(ended.Certificate, "expired", true), (good.Certificate, "ready", false)],
            all.Select(s => (s.Certificate!, s.Reason, s.Chosen)));
    }

    [Fact]
    public void Another_authority_than_last_time_is_noticed_once()
    {
        _desk.Own();
        ForgedIdentity elsewhere = CertificateForge.Issue(CertificateForge.Authority("Another CA"), Desk.Bob, KeyAlgorithm.Rsa, new ForgeOptions { NotBefore = s_now.AddDays(-1) });
        _desk.Correspondent(options: new ForgeOptions { NotBefore = s_now.AddDays(-200) });
        _desk.Protect(Desk.Ask(encrypt: true));
        Assert.Equal("ready", Single(Desk.Ask(encrypt: true)).Reason);
        _desk.Correspondent(options: new ForgeOptions { NotBefore = s_now.AddDays(-100) });
        Assert.Equal("ready", Single(Desk.Ask(encrypt: true)).Reason);

        _desk.Directory.Add(elsewhere.Certificate, null);
        RecipientState state = Single(Desk.Ask(encrypt: true));
        Assert.Equal((true, "changed"), (state.Ready, state.Reason));
        Assert.Equal((FindingCodes.RecipientChanged, elsewhere.Certificate.Issuer), (state.Findings.Single().Code, state.Findings.Single().Parameters["issuer"]));
        _desk.Protect(Desk.Ask(encrypt: true));
        Assert.Equal("ready", Single(Desk.Ask(encrypt: true)).Reason);
    }

    [Fact]
    public void A_finished_message_leaves_even_when_nothing_can_be_recorded()
    {
        _desk.Own();
        _desk.Correspondent();
        _desk.Book.Full = true;
        Assert.NotEmpty(_desk.Protect(Desk.Ask(encrypt: true)));
    }

    [Fact]
    public void A_sub_address_reads_with_the_plain_address_and_does_not_sign_as_it()
    {
        ForgedIdentity alice = _desk.Own();
        _desk.Correspondent();
        ProtectionRequest request = Desk.Ask(encrypt: true) with { From = Shop };
        Assert.NotEmpty(_desk.Protect(request));
        Finding refusal = Assert.Single(_desk.Protector.Plan(request with { Sign = true }, TestContext.Current.CancellationToken).Refusals);
        Assert.Equal((FindingCodes.SenderMismatch, Shop, Desk.Alice), (refusal.Code, refusal.Parameters["address"], refusal.Parameters["addresses"]));
        SmimePolicy lax = SmimePolicy.Default with { RequireAddressMatch = false };
        Assert.Equal(alice.Certificate, _desk.Protector.Plan(request with { Sign = true, Policy = lax }, TestContext.Current.CancellationToken).Signer?.Certificate);
    }

    [Fact]
    public void Another_address_is_not_served_by_a_key_that_nobody_chose_for_it()
    {
        _desk.Own();
        _desk.Correspondent();
        ProtectionPlan plan = _desk.Protector.Plan(Desk.Ask(true, true) with { From = "sales@example.org" }, TestContext.Current.CancellationToken);
        Assert.Equal([FindingCodes.NoSigningKey, FindingCodes.NoOwnCertificate], plan.Refusals.Select(r => r.Code));
    }

    private RecipientState Single(ProtectionRequest request) =>
        _desk.Protector.Plan(request, TestContext.Current.CancellationToken).Recipients.Single();
}
