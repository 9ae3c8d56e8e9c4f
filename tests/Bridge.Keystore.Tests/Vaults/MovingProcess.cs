using System.Diagnostics;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Passphrases;

namespace Bridge.Keystore.Tests.Vaults;

/// <summary>A process that moves the master key to another vault and kills itself with SIGKILL after one of the steps.</summary>
internal static class MovingProcess
{
    internal const string Name = "--child-move";
    internal const string Passphrase = "the passphrase of the move";

    /// <summary>Signal 9 as an exit code.</summary>
    internal const int Killed = 137;

    internal static VaultSettings Settings(bool bus, Action<string>? reached = null) => new()
    {
        Prompt = new ScriptedPrompt(Enumerable.Repeat(Passphrase, 20)),
        SessionBus = bus,
        Cost = new Argon2Cost(1024, 1),
        Reached = reached,
    };

    internal static int Run(string home, string target, string last)
    {
        using KeystoreHome keystore = KeystoreHome.Open(home, TimeProvider.System, Settings(bus: true, step =>
        {
            if (step == last)
            {
                Process.GetCurrentProcess().Kill();
            }
        }));
        keystore.Protection.Change(target);
        return 0;
    }

    internal static int Start(string bus, string home, string target, string last)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, [Name, home, target, last]) { RedirectStandardError = true };
        start.Environment["DBUS_SESSION_BUS_ADDRESS"] = bus;
        using Process process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode is 0 or Killed, error);
        return process.ExitCode;
    }
}
