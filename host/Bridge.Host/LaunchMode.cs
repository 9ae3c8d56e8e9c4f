namespace Bridge.Host;

/// <summary>Which door was used.</summary>
internal enum LaunchMode
{
    CommandLine,
    /// <summary>Started by a mail client: <c>[manifest path, extension id]</c>.</summary>
    NativeMessaging,
}

internal static class LaunchModes
{
    /// <summary>
    /// A mail client passes exactly the absolute path of the manifest and the add-on's id; no command looks like that. A
    /// wrong id is still this door: the session refuses it in the client's own language.
    /// </summary>
    public static LaunchMode Of(IReadOnlyList<string> args) =>
        args.Count == 2 && Path.IsPathFullyQualified(args[0]) && args[0].EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? LaunchMode.NativeMessaging
            : LaunchMode.CommandLine;
}
