using System.Text;
using System.Text.Json;

namespace Bridge.Host.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly CommandLineRun _line = new();

    public void Dispose() => _line.Dispose();

    [Fact]
    public void Protects_and_opens_with_a_report_in_a_file_and_the_text_in_another()
    {
        _line.Settle("alice");
        string letter = _line.Letter("alice", "alice", "the words inside");
        Assert.Equal(0, _line.Run("protect", letter, "--sign", "--encrypt", "--output", _line.PathOf("sealed.eml")).Code);
        Assert.DoesNotContain("the words inside", File.ReadAllText(_line.PathOf("sealed.eml")), StringComparison.Ordinal);

        CommandOutcome opened = _line.Run("open", _line.PathOf("sealed.eml"), "--output", _line.PathOf("plain.eml"), "--report", _line.PathOf("report.json"));

        Assert.Equal(0, opened.Code);
        Assert.Contains("the words inside", File.ReadAllText(_line.PathOf("plain.eml")), StringComparison.Ordinal);
        JsonElement report = JsonDocument.Parse(File.ReadAllBytes(_line.PathOf("report.json"))).RootElement;
        Assert.Equal("signed-encrypted", report.GetProperty("seal").GetString());
        Assert.Equal("valid", report.GetProperty("signature").GetProperty("status").GetString());
        Assert.Equal("alice@cli.example", report.GetProperty("signers")[0].GetProperty("address").GetString());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_line.PathOf("plain.eml")));
        }
    }

    [Fact]
    public void Reads_stdin_and_writes_the_report_to_stdout_when_json_is_asked_for()
    {
        _line.Settle("alice");
        CommandOutcome signed = _line.Run(File.ReadAllBytes(_line.Letter("alice", "bob", "Hello")), "protect", "--sign");
        Assert.Equal(0, signed.Code);

        CommandOutcome opened = _line.Run(signed.Output, "--json", "open");

        Assert.Equal(0, opened.Code);
        Assert.Equal("signed", opened.Json.GetProperty("seal").GetString());
    }

    [Fact]
    public void An_altered_message_ends_with_1_and_says_so()
    {
        _line.Settle("alice");
        string signed = _line.Run("protect", _line.Letter("alice", "bob", "Pay 10 euros"), "--sign").Text;

        CommandOutcome opened = _line.Run(Encoding.UTF8.GetBytes(signed.Replace("10 euros", "99 euros", StringComparison.Ordinal)), "open");

        Assert.Equal(1, opened.Code);
        Assert.Contains("digest altered", opened.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_damaged_mail_goes_into_a_pipe()
    {
        _line.Settle("alice");
        string letter = _line.Letter("alice", "alice", new string('x', 300_000));
        string whole = _line.PathOf("whole.eml");
        Assert.Equal(0, _line.Run("protect", letter, "--from", "alice@cli.example", "--encrypt", "--output", whole).Code);
        List<string> lines = [.. File.ReadAllLines(whole)];
        lines.RemoveRange(lines.Count - 60, 50);
        File.WriteAllLines(_line.PathOf("damaged.eml"), lines);

        CommandOutcome good = _line.RunToPipe("open", whole);
        CommandOutcome bad = _line.RunToPipe("open", _line.PathOf("damaged.eml"));

        Assert.Equal((0, true), (good.Code, good.Output.Length > 300_000));
        Assert.Equal((1, 0), (bad.Code, bad.Output.Length));
    }

    [Fact]
    public void A_recipient_without_certificate_is_named_and_nothing_is_written()
    {
        _line.Settle("alice");
        string target = _line.PathOf("never.eml");

        CommandOutcome refused = _line.Run("protect", _line.Letter("alice", "carol", "Hello"), "--encrypt", "--output", target);

        Assert.Equal(4, refused.Code);
        Assert.Contains("carol@cli.example", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(target));
        Assert.Empty(Directory.GetFiles(_line.Folder, ".never*"));
    }

    [Fact]
    public void A_wrong_passphrase_says_so_and_stores_nothing()
    {
        _line.Forge("alice");

        CommandOutcome refused = _line.Run("keys", "import", _line.PathOf("alice.p12"), "--password-file", _line.PathOf("wrong"));

        Assert.Equal(3, refused.Code);
        Assert.Contains("passphrase-wrong", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, _line.Run("--json", "keys", "list").Json.GetProperty("keys").GetArrayLength());
    }

    [Fact]
    public void Without_a_terminal_a_needed_passphrase_is_an_error_and_not_a_wait()
    {
        _line.Forge("alice");
        CommandOutcome refused = _line.Run("keys", "import", _line.PathOf("alice.p12"));
        Assert.Equal(3, refused.Code);
    }

    [Fact]
    public void Exports_a_key_that_can_be_imported_elsewhere()
    {
        _line.Settle("alice");
        string id = _line.Run("--json", "keys", "list").Json.GetProperty("keys")[0].GetProperty("id").GetString()!;
        Assert.Equal(0, _line.Run("keys", "export", id, "--output", _line.PathOf("out.p12"), "--password-file", _line.PathOf("password")).Code);
        Assert.Equal(0, _line.Run("keys", "remove", id).Code);

        Assert.Equal(0, _line.Run("keys", "import", _line.PathOf("out.p12"), "--password-file", _line.PathOf("password")).Code);

        Assert.Equal(id, _line.Run("--json", "keys", "list").Json.GetProperty("keys")[0].GetProperty("id").GetString());
    }

    [Fact]
    public void Check_explains_a_path_and_its_absence()
    {
        _line.Settle("alice");
        _line.Forge("bob");
        Assert.Equal("valid", _line.Run("--json", "certificates", "check", _line.PathOf("bob.pem"), "--usage", "encrypt").Json.GetProperty("chain").GetString());
        string anchor = _line.Run("--json", "certificates", "show", _line.PathOf("ca.pem")).Json.GetProperty("certificates")[0].GetProperty("sha256").GetString()!;
        Assert.Equal(0, _line.Run("anchors", "remove", anchor).Code);

        CommandOutcome untrusted = _line.Run("--json", "certificates", "check", _line.PathOf("bob.pem"));

        Assert.Equal(1, untrusted.Code);
        Assert.Equal("untrusted", untrusted.Json.GetProperty("chain").GetString());
        Assert.NotEqual(0, untrusted.Json.GetProperty("findings").GetArrayLength());
    }

    [Fact]
    public void Judges_as_of_the_moment_given()
    {
        _line.Settle("alice");
        CommandOutcome later = _line.Run("--json", "--at", "2099-01-01T00:00:00Z", "certificates", "check", _line.PathOf("alice.pem"));
        Assert.Equal("expired", later.Json.GetProperty("chain").GetString());
    }

    [Theory]
    [InlineData("signatures.minimumRsaBits", "banana", 5)]
    [InlineData("no.such.name", "1", 5)]
    public void Policy_refuses_what_it_does_not_know(string name, string value, int code) =>
        Assert.Equal(code, _line.Run("policy", "set", name, value).Code);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("protect", "--nonsense")]
    [InlineData("--at", "yesterday-ish", "keys", "list")]
    [InlineData("open", "no/such/file.eml")]
    [InlineData("keys", "backup")]
    public void Misuse_ends_with_2(params string[] args) => Assert.Equal(2, _line.Run(args).Code);

    [Fact]
    public void Input_that_is_no_certificate_is_named_and_stores_nothing()
    {
        string path = _line.PathOf("noise.cer");
        File.WriteAllBytes(path, Encoding.ASCII.GetBytes(new string('x', 5000)));
        CommandOutcome refused = _line.Run("certificates", "import", path);
        Assert.InRange(refused.Code, 2, 6);
        Assert.Contains("noise.cer", refused.Error, StringComparison.Ordinal);
    }
}
