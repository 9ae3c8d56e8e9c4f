namespace Bridge.Host.Tests.Cli;

/// <summary>A stored message moves to a new key, from the command line.</summary>
public sealed class ReencryptCommandTests : IDisposable
{
    private readonly CommandLineRun _line = new();

    public void Dispose() => _line.Dispose();

    [Fact]
    public void A_message_to_the_old_key_is_written_anew_for_the_new_one()
    {
        string old = Encrypted();
        string before = _line.Run("--json", "open", old).Json.GetProperty("encryption").GetProperty("status").GetString()!;
        _line.Forge("alice");
        Assert.Equal(0, _line.Run("keys", "import", _line.PathOf("alice.p12"), "--password-file", _line.PathOf("password")).Code);
        string fresh = _line.PathOf("fresh.eml");

        CommandOutcome done = _line.Run("--json", "reencrypt", old, "--to", "alice@cli.example", "--output", fresh);

        Assert.Equal((0, "decrypted"), (done.Code, before));
        Assert.False(done.Json.GetProperty("already").GetBoolean());
        Assert.Equal(0, _line.Run("keys", "remove", OldKey(done)).Code);
        Assert.Equal(1, _line.Run("open", old, "--output", _line.PathOf("nothing")).Code);
        CommandOutcome opened = _line.Run("open", fresh, "--output", _line.PathOf("opened.eml"));
        Assert.Contains("From the start", File.ReadAllText(_line.PathOf("opened.eml")), StringComparison.Ordinal);
        Assert.Equal(0, opened.Code);
    }

    [Fact]
    public void Nothing_is_written_where_nothing_is_to_be_done_and_where_it_cannot_be_done()
    {
        string message = Encrypted();
        string target = _line.PathOf("target.eml");
        CommandOutcome already = _line.Run("--json", "reencrypt", message, "--to", "alice@cli.example", "--output", target);
        Assert.Equal((0, true), (already.Code, already.Json.GetProperty("already").GetBoolean()));

        CommandOutcome plain = _line.Run("reencrypt", _line.Letter("alice", "alice", "Plain"), "--to", "alice@cli.example", "--output", target);
        Assert.Equal(6, plain.Code);
        Assert.Contains("message-not-encrypted", plain.Error, StringComparison.Ordinal);
        Assert.Equal(3, _line.Run("reencrypt", message, "--to", "bob@cli.example", "--output", target).Code);
        Assert.False(File.Exists(target));
    }

    private string Encrypted()
    {
        _line.Settle("alice");
        string file = _line.PathOf("old.eml");
        Assert.Equal(0, _line.Run("protect", _line.Letter("alice", "alice", "From the start"), "--encrypt", "--output", file).Code);
        return file;
    }

    private string OldKey(CommandOutcome done)
    {
        string fresh = done.Json.GetProperty("certificate").GetString()!;
        return _line.Run("--json", "keys", "list").Json.GetProperty("keys").EnumerateArray()
            .Select(k => k.GetProperty("id").GetString()!)
            .Single(id => !id.StartsWith(fresh, StringComparison.Ordinal) && id != fresh);
    }
}
