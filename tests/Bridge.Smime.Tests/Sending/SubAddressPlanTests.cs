using Bridge.Smime.Ports;
using Bridge.Smime.Sending;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Smime.Tests.Sending;

/// <summary>Recipients with a plus in their address: another address' certificate serves them by the user's word alone.</summary>
public sealed class SubAddressPlanTests
{
    private const string News = "Bob+News@example.org";

    private readonly Desk _desk = new();

    public SubAddressPlanTests() => _desk.Own();

    [Fact]
    public void Certificate_of_the_plain_address_is_told_and_not_used()
    {
        _desk.Correspondent();
        ProtectionPlan plan = Plan(News);
        RecipientState state = plan.Recipients.Single();
        Assert.Equal((false, "missing"), (state.Ready, state.Reason));
        Assert.Equal([FindingCodes.RecipientMissing, FindingCodes.RecipientPlainKnown], state.Findings.Select(f => f.Code));
        Assert.Equal((News, Desk.Bob), (state.Findings[1].Parameters["address"], state.Findings[1].Parameters["plain"]));
        Assert.Equal(FindingCodes.RecipientsMissing, Assert.Single(plan.Refusals).Code);
    }

    [Fact]
    public void By_the_users_word_it_is_used_and_said_each_time()
    {
        ForgedIdentity bob = _desk.Correspondent();
        _desk.Book.Know(News, new Correspondent(SameMailbox: true));
        RecipientState state = Plan(News).Recipients.Single();
        Assert.Equal((true, "ready", bob.Certificate), (state.Ready, state.Reason, state.Certificate));
        Assert.Equal((FindingCodes.RecipientSameMailbox, FindingLevel.Info), (state.Findings.Single().Code, state.Findings.Single().Level));
        Assert.Equal(News, state.Address);
        _desk.Protect(Desk.Ask(encrypt: true, to: News));
    }

    [Fact]
    public void Certificate_of_its_own_comes_first()
    {
        _desk.Correspondent();
        ForgedIdentity own = _desk.Correspondent(News);
        _desk.Book.Know(News, new Correspondent(SameMailbox: true));
        RecipientState state = Plan(News).Recipients.Single();
        Assert.Equal((own.Certificate, 0), (state.Certificate, state.Findings.Count));
    }

    [Fact]
    public void What_cannot_be_used_for_the_plain_address_is_neither_offered_nor_used()
    {
        _desk.Paths.Answer(_desk.Correspondent().Certificate, ChainStatus.Revoked);
        Assert.Equal(FindingCodes.RecipientMissing, Plan(News).Recipients.Single().Findings.Single().Code);
        _desk.Book.Know(News, new Correspondent(SameMailbox: true));
        Assert.Equal((false, "missing"), (Plan(News).Recipients.Single().Ready, Plan(News).Recipients.Single().Reason));
    }

    [Fact]
    public void Choice_made_for_the_plain_address_holds()
    {
        _desk.Correspondent(options: new ForgeOptions { NotBefore = DateTimeOffset.UtcNow.AddDays(-2) });
        Certificate chosen = _desk.Correspondent(options: new ForgeOptions { NotBefore = DateTimeOffset.UtcNow.AddDays(-200) }).Certificate;
        _desk.Book.Know(Desk.Bob, new Correspondent(Chosen: chosen.Sha256));
        _desk.Book.Know(News, new Correspondent(SameMailbox: true));
        Assert.Equal(chosen, Plan(News).Recipients.Single().Certificate);
    }

    [Fact]
    public void Ones_own_sub_address_is_no_exception()
    {
        RecipientState state = Plan("alice+shop@example.org").Recipients.Single();
        Assert.Equal((false, FindingCodes.RecipientPlainKnown), (state.Ready, state.Findings[^1].Code));
    }

    [Theory]
    [InlineData("bob+news@example.org", "bob@example.org")]
    [InlineData("bob+news+more@example.org", "bob@example.org")]
    [InlineData("bob@example.org", null)]
    [InlineData("+bob@example.org", null)]
    [InlineData("bob@exa+mple.org", null)]
    [InlineData("bob+news", null)]
    public void Plain_address_is_what_is_left_without_the_part_after_the_plus(string address, string? plain) =>
        Assert.Equal(plain, MailAddresses.PlainOf(address));

    private ProtectionPlan Plan(string to) => _desk.Protector.Plan(Desk.Ask(encrypt: true, to: to), TestContext.Current.CancellationToken);
}
