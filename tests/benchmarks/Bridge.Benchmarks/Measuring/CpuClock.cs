using System.Runtime.InteropServices;

namespace Bridge.Benchmarks.Measuring;

/// <summary>Processor time so far, user and system together, in milliseconds.</summary>
internal static partial class CpuClock
{
    private const int Children = -1;

    public static double OfSelf() => Environment.CpuUsage.TotalTime.TotalMilliseconds;

    /// <summary>Of all child processes that have ended.</summary>
    public static double OfChildren()
    {
        Span<long> usage = stackalloc long[18];
        _ = GetUsage(Children, ref MemoryMarshal.GetReference(usage));
        return ((usage[0] + usage[2]) * 1e3) + ((usage[1] + usage[3]) / 1e3);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, ref long usage);
}
