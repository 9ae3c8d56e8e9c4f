using System.IO.Pipes;
using System.Text;
using System.Text.Json;
using Bridge.Host.Cli;
using Bridge.Host.Demo;

namespace Bridge.Host.Tests.Cli;

/// <summary>The command line on a home of its own, with one person's key in it.</summary>
internal sealed class CommandLineRun : IDisposable
{
    public const string Passphrase = "correct horse";
    private readonly DemoAuthority _authority = new("Test CA", DateTimeOffset.UtcNow);

    public CommandLineRun()
    {
        Folder = Directory.CreateTempSubdirectory("smime-bridge-cli-").FullName;
        File.WriteAllText(PathOf("password"), Passphrase + "\n");
        File.WriteAllText(PathOf("wrong"), "incorrect\n");
        File.WriteAllText(PathOf("ca.pem"), Pem(_authority.Certificate));
    }

    public string Folder { get; }

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Makes a person and writes her key as NAME.p12 and her certificate as NAME.pem.</summary>
    public void Forge(string name)
    {
        (Smime.Values.Certificate certificate, byte[] file) = _authority.Issue(name, $"{name}@cli.example", Passphrase);
        File.WriteAllBytes(PathOf($"{name}.p12"), file);
        File.WriteAllText(PathOf($"{name}.pem"), Pem(certificate));
    }

    /// <summary>Makes a person, and puts her key, her authority and offline judging into the home.</summary>
    public void Settle(string name)
    {
        Forge(name);
        Assert.Equal(0, Run("anchors", "add", PathOf("ca.pem")).Code);
        Assert.Equal(0, Run("keys", "import", PathOf($"{name}.p12"), "--password-file", PathOf("password")).Code);
        Assert.Equal(0, Run("policy", "set", "network.enabled", "false").Code);
    }

    public string Letter(string from, string to, string text)
    {
        string path = PathOf($"letter-{Guid.NewGuid():N}.eml");
        File.WriteAllText(path, $"From: {from}@cli.example\r\nTo: {to}@cli.example\r\nSubject: A word\r\nDate: {DateTimeOffset.UtcNow:ddd, dd MMM yyyy HH:mm:ss} +0000\r\n"
            + $"Message-ID: <{Guid.NewGuid():N}@cli.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n{text}\r\n");
        return path;
    }

    public CommandOutcome Run(params string[] args) => Run([], args);

    public CommandOutcome Run(byte[] input, params string[] args)
    {
        using MemoryStream output = new();
        using StringWriter error = new();
        CommandLine line = new(new CliStreams(new MemoryStream(input), output, error), Composition.Open);
        int code = line.Run(["--home", PathOf("home"), .. args]);
        return new CommandOutcome(code, output.ToArray(), error.ToString());
    }

    /// <summary>Runs with a pipe as stdout: what was written cannot be called back.</summary>
    public CommandOutcome RunToPipe(params string[] args)
    {
        using AnonymousPipeServerStream written = new(PipeDirection.In);
        using AnonymousPipeClientStream output = new(PipeDirection.Out, written.ClientSafePipeHandle);
        using MemoryStream read = new();
        using StringWriter error = new();
        Task reading = Task.Run(() => written.CopyTo(read));
        int code = new CommandLine(new CliStreams(Stream.Null, output, error), Composition.Open).Run(["--home", PathOf("home"), .. args]);
        output.Dispose();
        reading.Wait();
        return new CommandOutcome(code, read.ToArray(), error.ToString());
    }

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static string Pem(Smime.Values.Certificate certificate) =>
        System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", certificate.Der.Span) + "\n";
}

internal sealed record CommandOutcome(int Code, byte[] Output, string Error)
{
    public string Text => Encoding.UTF8.GetString(Output);

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}
