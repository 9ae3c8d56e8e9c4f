using System.Runtime.InteropServices;

namespace Bridge.Keystore.Vault.Memory;

/// <summary>The operating system's calls that keep memory out of the swap space and out of dumps.</summary>
internal static partial class MemoryCalls
{
    private const int DontDump = 16;

    internal static bool Supported => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS() || OperatingSystem.IsWindows();

    /// <summary>Locks a stretch of whole pages, and on Linux leaves it out of core dumps.</summary>
    internal static bool Lock(nint address, nint length)
    {
        if (OperatingSystem.IsWindows())
        {
            return VirtualLock(address, length) != 0;
        }

        if (!Supported || MLock(address, length) != 0)
        {
            return false;
        }

        // Core dumps of the whole process are switched off besides; this holds even when somebody switches them on again.
        _ = !OperatingSystem.IsLinux() || MAdvise(address, length, DontDump) == 0;
        return true;
    }

    [LibraryImport("libc", EntryPoint = "mlock")]
    private static partial int MLock(nint address, nint length);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int MAdvise(nint address, nint length, int advice);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int VirtualLock(nint address, nint length);
}
