using System.Text.Json;
using Bridge.Smime.Values;

namespace Bridge.Host.Tests.Cli;

/// <summary>One correspondent over the years, on the command line.</summary>
public sealed class ContactCommandTests : IDisposable
{
    private const string Bob = "bob@cli.example";
    private readonly CommandLineRun _line = new();

    public ContactCommandTests()
    {
        _line.Settle("alice");
        _line.Forge("bob");
        File.Copy(_line.PathOf("bob.pem"), _line.PathOf("first.pem"));
        _line.Forge("bob");
        Assert.Equal(0, _line.Run("certificates", "import", _line.PathOf("first.pem")).Code);
        Assert.Equal(0, _line.Run("certificates", "import", _line.PathOf("bob.pem")).Code);
    }

    public void Dispose() => _line.Dispose();

    [Fact]
    public void History_names_the_change_and_the_choice_decides_which_one_is_used()
    {
        string first = Fingerprint("first.pem"), second = Fingerprint("bob.pem");
        JsonElement before = History();
        Assert.Equal(("ready", "newest"), (Text(before, "state"), Text(before, "because")));
        Assert.Contains(before.GetProperty("events").EnumerateArray(), e => Text(e, "what") == "changed" && Text(e, "sha256") == second && Text(e, "other") == first);
        Assert.Equal(0, _line.Run("certificates", "choose", Bob, first).Code);
        Assert.Equal((first, "chosen"), (Text(History(), "used"), Text(History(), "because")));
        Assert.Equal(0, _line.Run("certificates", "choose", Bob, "auto").Code);
        Assert.Equal("newest", Text(History(), "because"));
        Assert.Contains(_line.Run("certificates", "history", Bob).Text.Split('\n'), l => l.StartsWith("changed:   key", StringComparison.Ordinal));
        Assert.Equal(0, _line.Run("certificates", "acknowledge", Bob, second).Code);
        Assert.Equal(0, _line.Run("certificates", "compare", Bob, second).Code);
        Assert.DoesNotContain(History().GetProperty("certificates").EnumerateArray(), c => c.TryGetProperty("changedFrom", out _));
        Assert.Contains(History().GetProperty("certificates").EnumerateArray(), c => c.TryGetProperty("comparedAt", out _));
        Assert.Equal(4, _line.Run("certificates", "history", "nobody@cli.example").Code);
        Assert.Equal(4, _line.Run("certificates", "choose", Bob, new string('0', 64)).Code);
    }

    [Fact]
    public void Sub_address_is_served_by_the_plain_one_when_the_user_says_so()
    {
        string news = Bob.Replace("@", "+news@", StringComparison.Ordinal);
        JsonElement State() => _line.Run("--json", "certificates", "history", news).Json;
        Assert.Equal("missing", Text(State(), "state"));
        Assert.Equal(0, _line.Run("certificates", "same-mailbox", news).Code);
        Assert.Equal(("ready", "same-mailbox", Text(History(), "used")), (Text(State(), "state"), Text(State(), "because"), Text(State(), "used")));
        Assert.Equal(0, _line.Run("certificates", "same-mailbox", news, "--undo").Code);
        Assert.Equal("missing", Text(State(), "state"));
        Assert.Equal(2, _line.Run("certificates", "same-mailbox", Bob).Code);
    }

    [Fact]
    public void Removal_is_restored_and_everything_can_be_exported()
    {
        string first = Fingerprint("first.pem");
        Assert.Equal(0, _line.Run("certificates", "remove", first).Code);
        Assert.Single(_line.Run("--json", "certificates", "list", "--address", Bob).Json.GetProperty("certificates").EnumerateArray());
        Assert.Equal(0, _line.Run("certificates", "restore", first).Code);
        Assert.Equal(2, _line.Run("--json", "certificates", "list", "--address", Bob).Json.GetProperty("certificates").GetArrayLength());
        Assert.Equal(2, _line.Run("certificates", "restore", first).Code);
        foreach (string[] what in new[] { new[] { "--address", Bob }, ["--all"] })
        {
            Assert.Equal(2, _line.Run(["certificates", "export", .. what]).Text.Split("BEGIN CERTIFICATE").Length - 1);
        }

        Assert.Equal(first, Certificate.FromDer(_line.Run("certificates", "export", first, "--der").Output).Sha256);
        Assert.Equal(2, _line.Run("certificates", "export").Code);
        Assert.Equal(2, _line.Run("certificates", "export", "--all", "--der").Code);
    }

    private JsonElement History() => _line.Run("--json", "certificates", "history", Bob).Json;

    private string Fingerprint(string file) => Text(_line.Run("--json", "certificates", "show", _line.PathOf(file)).Json.GetProperty("certificates")[0], "sha256")!;

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
