using Bridge.Smime.Errors;

namespace Bridge.Keystore.Tokens;

/// <summary>What is asked of a module's file before its code is let into this process.</summary>
internal static class ModuleFile
{
    /// <returns>The path in its full form.</returns>
    /// <exception cref="RefusalException"><c>token-module-unusable</c>: not there, or others may write to it.</exception>
    internal static string Require(string path)
    {
        if (!Path.IsPathFullyQualified(path) || !File.Exists(path))
        {
            throw TokenRefusals.ModuleUnusable(path, "missing");
        }

        string whole = Path.GetFullPath(path);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(whole) & UnixFileMode.OtherWrite) != 0)
        {
            throw TokenRefusals.ModuleUnusable(path, "writable");
        }

        return whole;
    }
}
