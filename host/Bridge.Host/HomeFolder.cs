using Bridge.Host.Logging;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Prompting;

namespace Bridge.Host;

/// <summary>Where the user's data lies: keystore and log.</summary>
/// <param name="Path">Absolute path of the folder; it need not exist yet.</param>
internal sealed record HomeFolder(string Path)
{
    public const string Variable = "SMIME_BRIDGE_HOME";

    public string LogFile => System.IO.Path.Combine(Path, "log", "smime-bridge.log");

    /// <summary>The folder asked for, else the one the environment names, else the system's place for user data.</summary>
    public static HomeFolder At(string? asked) =>
        new(System.IO.Path.GetFullPath(asked ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Standard())));

    public static HomeFolder Default() => At(null);

    /// <summary>The least weight that is logged: <c>SMIME_BRIDGE_LOG</c>, else information.</summary>
    public static LogLevel LogThreshold() =>
        Enum.TryParse(Environment.GetEnvironmentVariable("SMIME_BRIDGE_LOG"), ignoreCase: true, out LogLevel level) ? level : LogLevel.Information;

    /// <summary>
    /// What the keystore in this folder has to know of this process. Only the user's own keystore, in its usual place, begins
    /// in the system's vault: one elsewhere may be on a stick, for a test, or for another machine.
    /// </summary>
    public VaultSettings Vaults(ISecretPrompt prompt) =>
        new() { Prompt = prompt, SessionBus = HasSessionBus(), SystemVaultByDefault = Path == System.IO.Path.GetFullPath(Standard()) };

    // Without one of these GLib would start a bus of its own. "disabled:" is how D-Bus's own users say that there shall be none.
    private static bool HasSessionBus() => Environment.GetEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS") is { Length: > 0 } address
        ? address != "disabled:"
        : (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime && File.Exists(System.IO.Path.Combine(runtime, "bus")));

    private static string Standard() =>
        System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "smime-bridge");
}
