using System.Diagnostics;

namespace Bridge.TestKit;

/// <summary>gpgsm with a home of its own, whose agent asks a pinentry that always gives the same passphrase.</summary>
public sealed class GpgHome : IDisposable
{
    public GpgHome(string passphrase)
    {
        string pinentry = Path.Combine(Folder, "pinentry");
        // The Assuan protocol: every line is answered, GETPIN with the secret, percent-escaped.
        string secret = passphrase.Replace("%", "%25", StringComparison.Ordinal);
        File.WriteAllText(
            pinentry,
            $"#!/bin/sh\necho OK\nwhile read line; do case $line in GETPIN*) printf 'D %s\\nOK\\n' '{secret}';; BYE*) echo OK; exit;; *) echo OK;; esac; done\n");
        File.WriteAllText(Path.Combine(Folder, "gpg-agent.conf"), $"pinentry-program {pinentry}\n");
        File.WriteAllText(Path.Combine(Folder, "gpgsm.conf"), "disable-crl-checks\ndisable-dirmngr\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(pinentry, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.SetUnixFileMode(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Its GNUPGHOME. The name is short, since names of sockets must be.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("gpg").FullName;

    /// <summary>Runs gpgsm; throws with what it said when it fails.</summary>
    public string Run(params string[] arguments) => Start("gpgsm", ["--homedir", Folder, "--batch", "--yes", .. arguments]);

    public void Dispose()
    {
        // The agent that this home started ends with it.
        Start("gpgconf", ["--homedir", Folder, "--kill", "all"]);
        Directory.Delete(Folder, recursive: true);
    }

    private static string Start(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error.Result}");
    }
}
