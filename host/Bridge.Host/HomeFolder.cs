using Bridge.Host.Logging;

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

    private static string Standard() =>
        System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "smime-bridge");
}
