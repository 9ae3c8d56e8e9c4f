using System.Diagnostics;
using System.Text;

namespace Bridge.Host.Tests.Cli;

/// <summary>Targets of <c>--output</c> that are no ordinary files stay what they are.</summary>
public sealed class FileOutputTests : IDisposable
{
    private readonly CommandLineRun _line = new();

    public void Dispose() => _line.Dispose();

    [Fact]
    public void A_device_is_written_into_and_not_replaced()
    {
        Assert.Equal(0, _line.Run("open", _line.Letter("alice", "bob", "Hello"), "--output", "/dev/null", "--report", "/dev/null").Code);
        Assert.Equal("character special file", Tool("stat", "-c", "%F", "/dev/null"));
    }

    [Fact]
    public async Task A_named_pipe_gets_the_result()
    {
        string pipe = _line.PathOf("pipe");
        Tool("mkfifo", pipe);
        Task<string> read = Task.Run(() => File.ReadAllText(pipe));
        Assert.Equal(0, _line.Run("open", _line.Letter("alice", "bob", "Through the pipe"), "--output", pipe).Code);
        Assert.Contains("Through the pipe", await read.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("fifo", Tool("stat", "-c", "%F", pipe));
    }

    [Fact]
    public async Task Nothing_of_damaged_mail_goes_into_a_named_pipe()
    {
        _line.Settle("alice");
        string whole = _line.PathOf("whole.eml"), damaged = _line.PathOf("damaged.eml"), pipe = _line.PathOf("pipe");
        Assert.Equal(0, _line.Run("protect", _line.Letter("alice", "alice", new string('x', 300_000)), "--encrypt", "--output", whole).Code);
        List<string> lines = [.. File.ReadAllLines(whole)];
        lines.RemoveRange(lines.Count - 60, 50);
        File.WriteAllLines(damaged, lines);
        Tool("mkfifo", pipe);
        Task<string> read = Task.Run(() => File.ReadAllText(pipe));
        Assert.Equal(1, _line.Run("open", damaged, "--output", pipe).Code);
        Assert.Equal("", await read.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_link_leads_where_it_led_and_what_it_leads_to_is_new()
    {
        string real = _line.PathOf("real.eml"), link = _line.PathOf("link.eml");
        File.WriteAllText(real, "old");
        File.CreateSymbolicLink(link, real);
        Assert.Equal(0, _line.Run("open", _line.Letter("alice", "bob", "Through the link"), "--output", link).Code);
        Assert.Equal(real, new FileInfo(link).LinkTarget);
        Assert.Contains("Through the link", File.ReadAllText(real, Encoding.UTF8), StringComparison.Ordinal);
    }

    private static string Tool(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string said = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return said;
    }
}
