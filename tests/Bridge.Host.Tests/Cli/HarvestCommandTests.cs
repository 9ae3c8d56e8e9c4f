using System.Text;

namespace Bridge.Host.Tests.Cli;

public sealed class HarvestCommandTests : IDisposable
{
    private readonly CommandLineRun _writer = new();

    public void Dispose() => _writer.Dispose();

    [Fact]
    public void Collects_from_mbox_maildir_and_eml_but_not_from_altered_mail()
    {
        _writer.Settle("bob");
        byte[] signed = Signed("bob", "Hello");
        string altered = Encoding.ASCII.GetString(Signed("bob", "Hello again")).Replace("again", "never", StringComparison.Ordinal);
        string plain = File.ReadAllText(_writer.Letter("bob", "alice", "From the start\r\n\r\nnothing"));
        File.WriteAllText(_writer.PathOf("box"), $"From bob Mon Nov 23 12:00:00 2026\r\n{altered}\r\nFrom bob Mon Nov 23 12:00:00 2026\r\n{plain}\r\n");
        string maildir = Directory.CreateDirectory(_writer.PathOf("Maildir/cur")).FullName;
        Directory.CreateDirectory(_writer.PathOf("Maildir/tmp"));
        File.WriteAllBytes(Path.Combine(maildir, "1.host:2,S"), signed);
        File.WriteAllBytes(_writer.PathOf("Maildir/tmp/2"), signed);
        string ca = _writer.PathOf("ca.pem");
        using CommandLineRun reader = new();
        Assert.Equal(0, reader.Run("anchors", "add", ca).Code);

        Assert.Equal(0, reader.Run("--json", "harvest", _writer.PathOf("box")).Json.GetProperty("added").GetInt32());
        Assert.Equal(4, reader.Run("certificates", "find", "bob@cli.example").Code);
        CommandOutcome harvested = reader.Run("--json", "harvest", _writer.PathOf("box"), _writer.PathOf("Maildir"));

        Assert.Equal(3, harvested.Json.GetProperty("messages").GetInt32());
        Assert.Equal(1, harvested.Json.GetProperty("added").GetInt32());
        Assert.Equal(0, reader.Run("certificates", "find", "bob@cli.example").Code);
    }

    private byte[] Signed(string from, string text)
    {
        CommandOutcome outcome = _writer.Run("protect", _writer.Letter(from, "alice", text), "--sign");
        Assert.Equal(0, outcome.Code);
        return outcome.Output;
    }
}
