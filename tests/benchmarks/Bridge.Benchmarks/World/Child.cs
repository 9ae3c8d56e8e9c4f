using System.Diagnostics;
using System.Globalization;
using Bridge.TestKit;

namespace Bridge.Benchmarks.World;

/// <summary>Runs a program to its end; anything but success is an error with what it said.</summary>
internal sealed class Child(string folder, params (string Name, string Value)[] environment)
{
    public static string FirstLine(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text.Split('\n')[0].Trim();
    }

    public string Run(string program, params string[] arguments) => RunWith(null, program, arguments);

    /// <summary>Runs a pipeline of the shell.</summary>
    public void Shell(string script) => Run("/bin/sh", "-c", script);

    public string RunWith(string? input, string program, params string[] arguments)
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

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit {process.ExitCode}: {errors.Result}{output}");
    }

    /// <summary>Peak resident memory of a program in megabytes (10^6 bytes). A small program stands in between: a child's peak begins with that of the process that started it.</summary>
    public double PeakMemory(string program, params string[] arguments)
    {
        string file = Path.Combine(folder, "peak");
        Run("/usr/bin/time", ["-f", "%M", "-o", file, program, .. arguments]);
        return ReadPeak(file);
    }

    /// <inheritdoc cref="PeakMemory(string, string[])"/>
    public double PeakMemory(Confinement confinement, string program, params string[] arguments)
    {
        string file = Path.Combine(folder, "peak");
        (string confining, string[] all) = confinement.Wrap("/usr/bin/time", ["-f", "%M", "-o", file, program, .. arguments]);
        Run(confining, all);
        return ReadPeak(file);
    }

    private static double ReadPeak(string file) => double.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture) * 1024 / 1e6;
}
