using Bridge.Smime.Sending.Recipients;

namespace Bridge.Smime.Tests.Sending;

public sealed class RuleSubjectTests
{
    [Theory]
    [InlineData(" Bob@B.Example ", "bob@b.example")]
    [InlineData("@B.example.", "b.example")]
    [InlineData("b.example", "b.example")]
    [InlineData("*.B.example", "*.b.example")]
    [InlineData("@*.b.example", "*.b.example")]
    [InlineData("localhost", "localhost")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("bob+list@b.example", "bob+list@b.example")]
    public void A_subject_has_one_spelling(string typed, string stored) => Assert.Equal(stored, RuleSubject.Normalise(typed));

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("bob@")]
    [InlineData("*")]
    [InlineData("*.")]
    [InlineData("b..example")]
    [InlineData("b.*.example")]
    [InlineData("bob smith@b.example")]
    [InlineData("Bob <bob@b.example>")]
    [InlineData("a@b.example, c@d.example")]
    [InlineData("b.example/path")]
    public void What_is_neither_address_nor_domain_is_none(string typed) => Assert.Null(RuleSubject.Normalise(typed));

    [Fact]
    public void The_most_particular_subject_comes_first()
    {
        Assert.Equal(
            ["bob@mail.b.example", "mail.b.example", "*.b.example", "*.example"],
            RuleSubject.Concerning("bob@mail.b.example"));
        Assert.Equal(["bob"], RuleSubject.Concerning("bob").Distinct());
    }
}
