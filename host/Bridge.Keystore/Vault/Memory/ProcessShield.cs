using System.Runtime.InteropServices;

namespace Bridge.Keystore.Vault.Memory;

/// <summary>What this process was told about dumps of its memory.</summary>
/// <param name="CoreDumps">False when the operating system writes none for this process; null where that cannot be said.</param>
/// <param name="Readable">False when other programs of the same user cannot read its memory; null where that cannot be said.</param>
/// <param name="Memory">Whether secrets can be swapped out.</param>
public sealed record ShieldState(bool? CoreDumps, bool? Readable, MemoryGuard Memory);

/// <summary>Keeps the memory of this process out of core dumps and away from other programs of the same user, where that can be had.</summary>
public static partial class ProcessShield
{
    private const int SetDumpable = 4, GetDumpable = 3, CoreSize = 4;

    /// <summary>To be called once, before the first secret is in memory. Without effect where the operating system has no such calls.</summary>
    public static void Raise()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = ProcessControl(SetDumpable, 0, 0, 0, 0);
        }

        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
        {
            ResourceLimit none = default;
            _ = SetLimit(CoreSize, in none);
        }
    }

    public static ShieldState State()
    {
        bool? dumpable = OperatingSystem.IsLinux() ? ProcessControl(GetDumpable, 0, 0, 0, 0) != 0 : null;
        bool? cores = OperatingSystem.IsLinux() || OperatingSystem.IsMacOS() ? AllowsCores() && dumpable != false : null;
        return new ShieldState(cores, dumpable, LockedMemory.Shared.Guard);
    }

    private static bool AllowsCores() => GetLimit(CoreSize, out ResourceLimit limit) != 0 || limit.Soft != 0;

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ProcessControl(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, in ResourceLimit limit);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out ResourceLimit limit);
}
