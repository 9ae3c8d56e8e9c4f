using System.Runtime.InteropServices;

namespace Bridge.Host.Native;

/// <summary>The few calls of the C library that .NET does not offer.</summary>
internal static partial class Posix
{
    public const int StandardOutput = 1;
    public const int StandardError = 2;

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Duplicate(int from, int to);

    /// <summary>Ends the process without running exit handlers, which other threads may still be standing in.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void ExitNow(int code);
}
