using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Bridge.Interop.Tests.Tools;

/// <summary>What a program answered.</summary>
internal sealed record ToolAnswer(int ExitCode, byte[] Output, string Errors)
{
    public string Text => Encoding.Latin1.GetString(Output);
}

/// <summary>Starts one of the counterpart programs. A program that is not there is a failure that names it.</summary>
internal sealed class ToolRunner(string program, string folder, params (string Name, string Value)[] environment)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs it and demands success.</summary>
    public ToolAnswer Run(byte[]? input, params string[] arguments)
    {
        ToolAnswer answer = Try(input, arguments);
        return answer.ExitCode == 0
            ? answer
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit {answer.ExitCode}: {answer.Errors}");
    }

    public ToolAnswer Try(byte[]? input, params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using MemoryStream output = new();
        Task reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        Feed(process, input);
        if (!process.WaitForExit(s_patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end within {s_patience}.");
        }

        reading.Wait(s_patience);
        return new ToolAnswer(process.ExitCode, output.ToArray(), errors.Wait(TimeSpan.FromSeconds(5)) ? errors.Result : "");
    }

    private Process Start(string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"The interop suite needs '{program}', which is not installed.", e);
        }
    }

    private static void Feed(Process process, byte[]? input)
    {
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading; its exit code says why.
        }
    }
}
