using System.Diagnostics;
using Bridge.TestKit;

namespace Bridge.Host.Tests.Published;

/// <summary>The published executable, called by a parent that has closed its standard streams, as schedulers and services do.</summary>
public sealed class PublishedDescriptorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("smime-bridge-closed-").FullName;
    private readonly Openssl _openssl = new();

    [Fact]
    public void A_closed_input_is_an_empty_one()
    {
        (int code, string output, string error) = Run("\"$0\" keys list --json <&-");
        Assert.True(code == 0, error);
        Assert.Equal("", error);
        Assert.Contains("\"keys\"", output, StringComparison.Ordinal);
        Assert.Equal(0, Run("\"$0\" /nowhere/smime_bridge.json " + Product.ExtensionId + " <&-").Code);
    }

    [Theory]
    [InlineData("<&-")]
    [InlineData(">&-")]
    [InlineData("2>&-")]
    [InlineData("<&- >&- 2>&-")]
    public void What_is_said_to_a_closed_stream_lands_in_no_file_of_the_keystore(string closed)
    {
        _openssl.Run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key", "-out", "certificate", "-subj", "/CN=Closed", "-days", "2",
            "-addext", "subjectAltName=email:closed@example.org", "-addext", "keyUsage=critical,digitalSignature,keyEncipherment");
        _openssl.Run("pkcs12", "-export", "-inkey", "key", "-in", "certificate", "-passout", "pass:closed", "-out", "closed.p12");
        File.WriteAllText(Path.Combine(_folder, "password"), "closed\n");
        Run($"\"$0\" keys import {_openssl.Path("closed.p12")} --password-file password {closed}");
        Run($"\"$0\" keys import no-such-file {closed}");
        Run($"\"$0\" keys list {closed}");
        (int code, string output, string error) = Run("\"$0\" keys list --json");
        Assert.True(code == 0, error);
        Assert.Contains("closed@example.org", output, StringComparison.Ordinal);
        Assert.Equal("ok", Integrity());
    }

    public void Dispose()
    {
        _openssl.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Integrity()
    {
        string store = Directory.GetFiles(Path.Combine(_folder, "home"), "*.db").Single();
        using Process check = Process.Start(new ProcessStartInfo("sqlite3", [store, "pragma integrity_check"]) { RedirectStandardOutput = true })!;
        string answer = check.StandardOutput.ReadToEnd().Trim();
        check.WaitForExit();
        return answer;
    }

    private (int Code, string Output, string Error) Run(string command)
    {
        ProcessStartInfo start = new("/bin/sh", ["-c", command, HostExecutable.Executable()])
        {
            WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["SMIME_BRIDGE_HOME"] = Path.Combine(_folder, "home");
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
