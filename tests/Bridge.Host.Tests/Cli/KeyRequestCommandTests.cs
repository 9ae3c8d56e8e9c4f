using System.Text.Json;
using Bridge.TestKit;

namespace Bridge.Host.Tests.Cli;

/// <summary>A request on the command line, answered by openssl as the company's authority.</summary>
public sealed class KeyRequestCommandTests : IDisposable
{
    private readonly CommandLineRun _line = new();
    private readonly Openssl _authority = new();

    public void Dispose()
    {
        _line.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public void Request_is_written_listed_answered_and_imported()
    {
        string file = _line.PathOf("alice.csr");
        CommandOutcome made = _line.Run("keys", "request", "alice@cli.example", "--name", "Alice Example", "--algorithm", "p256", "--output", file);
        Assert.Equal(0, made.Code);
        Assert.Contains("keys import ANSWER", made.Error, StringComparison.Ordinal);
        Assert.Contains("email:alice@cli.example", _authority.Run("req", "-in", file, "-verify", "-noout", "-text"), StringComparison.Ordinal);
        JsonElement pending = _line.Run("--json", "keys", "requests", "list").Json.GetProperty("requests")[0];
        Assert.Equal(("alice@cli.example", "p256"), (pending.GetProperty("address").GetString(), pending.GetProperty("algorithm").GetString()));
        Assert.Equal(File.ReadAllText(file), _line.Run("keys", "requests", "show", pending.GetProperty("request").GetString()![..10]).Text);

        _authority.Run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-subj", "/CN=Firm CA", "-keyout", "ca.key", "-out", "ca.pem");
        _authority.Run("x509", "-req", "-in", file, "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "9", "-copy_extensions", "copyall", "-outform", "DER", "-out", "answer.cer");
        CommandOutcome imported = _line.Run("--json", "keys", "import", _authority.Path("answer.cer"));
        Assert.Equal(0, imported.Code);
        JsonElement key = imported.Json.GetProperty("keys")[0];
        Assert.True(key.GetProperty("canSign").GetBoolean() && key.GetProperty("canEncrypt").GetBoolean());
        Assert.Empty(_line.Run("--json", "keys", "requests", "list").Json.GetProperty("requests").EnumerateArray());
    }

    [Fact]
    public void Cancelled_request_is_gone_and_its_answer_has_no_key()
    {
        string file = _line.PathOf("a.csr");
        Assert.Equal(0, _line.Run("keys", "request", "a@cli.example", "--algorithm", "ed25519", "--output", file).Code);
        string id = _line.Run("--json", "keys", "requests", "list").Json.GetProperty("requests")[0].GetProperty("request").GetString()!;
        Assert.Equal(0, _line.Run("keys", "requests", "cancel", id).Code);
        CommandOutcome again = _line.Run("keys", "requests", "cancel", id);
        Assert.Equal(3, again.Code);
        Assert.Contains("request-unknown", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void No_file_is_left_when_nothing_can_be_requested()
    {
        CommandOutcome refused = _line.Run("keys", "request", "no address", "--output", _line.PathOf("none.csr"));
        Assert.Equal(2, refused.Code);
        Assert.Contains("request-invalid", refused.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_line.Folder, "*none.csr*"));
    }
}
