namespace Bridge.Host.Tests.Cli;

public sealed class RuleCommandTests : IDisposable
{
    private readonly CommandLineRun _line = new();

    public void Dispose() => _line.Dispose();

    [Fact]
    public void Rules_are_made_listed_asked_and_removed()
    {
        Assert.Equal(0, _line.Run("rules", "set", "CLI.example", "always").Code);
        Assert.Equal(0, _line.Run("rules", "set", "bob@cli.example", "never").Code);
        Assert.Equal(["never bob@cli.example", "always cli.example"], _line.Run("rules", "list").Text.Trim().ReplaceLineEndings("\n").Split('\n'));
        Assert.Equal("always", _line.Run("--json", "rules", "check", "carol@cli.example").Json.GetProperty("rule").GetString());
        Assert.Equal("never bob@cli.example", _line.Run("rules", "check", "Bob@cli.example").Text.Trim());
        Assert.Equal(0, _line.Run("rules", "remove", "cli.example").Code);
        Assert.Equal("no rule", _line.Run("rules", "check", "carol@cli.example").Text.Trim());
        Assert.Equal("bob@cli.example", _line.Run("--json", "rules", "list").Json.GetProperty("rules")[0].GetProperty("subject").GetString());
    }

    [Fact]
    public void What_is_no_rule_is_refused_and_changes_nothing()
    {
        Assert.Equal(2, _line.Run("rules", "set", "cli.example", "sometimes").Code);
        CommandOutcome nobody = _line.Run("rules", "set", "Bob <bob@cli.example>", "always");
        Assert.Equal(2, nobody.Code);
        Assert.Contains("neither an address nor a domain", nobody.Error, StringComparison.Ordinal);
        Assert.Equal(5, _line.Run("rules", "remove", "cli.example").Code);
        Assert.Empty(_line.Run("rules", "list").Text);
    }

    [Fact]
    public void A_message_that_a_rule_wants_encrypted_is_not_written_otherwise()
    {
        _line.Settle("alice");
        Assert.Equal(0, _line.Run("rules", "set", "cli.example", "always").Code);
        string letter = _line.Letter("alice", "bob", "in the clear");
        CommandOutcome outcome = _line.Run("protect", letter, "--sign", "--output", _line.PathOf("out.eml"));
        Assert.Equal(5, outcome.Code);
        Assert.Contains("bob@cli.example", outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_line.PathOf("out.eml")));
        Assert.Equal(0, _line.Run("protect", _line.Letter("alice", "alice", "to myself"), "--sign", "--encrypt", "--output", _line.PathOf("out.eml")).Code);
    }
}
