using System.ComponentModel;
using System.Diagnostics;

namespace Bridge.Keystore.Tests.Support;

/// <summary>Runs a program of somebody else's that proves a format. A missing one fails the test by its name.</summary>
internal static class Tool
{
    internal static string Run(string program, params string[] arguments)
    {
        (int code, string output, string error) = Try(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} ended with {code}: {error}{output}");
        return output;
    }

    internal static (int Code, string Output, string Error) Try(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using Process process = Start(start);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    internal static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            Assert.Fail($"{start.FileName} is needed by this test and cannot be started: {e.Message}");
            throw;
        }
    }
}
