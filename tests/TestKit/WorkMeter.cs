using System.Runtime.InteropServices;

namespace Bridge.TestKit;

/// <summary>What a piece of work costs its thread: processor time and allocated bytes, so that a busy machine fails no test.</summary>
public static partial class WorkMeter
{
    // CLOCK_THREAD_CPUTIME_ID of Linux.
    private const int ThreadClock = 3;

    /// <summary>Does the work on the calling thread; its processor time and the bytes it allocated.</summary>
    public static (TimeSpan Time, long Allocated) Measure(Action work)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan before = ThreadTime();
        work();
        return (ThreadTime() - before, GC.GetAllocatedBytesForCurrentThread() - allocated);
    }

    /// <summary>The least processor time of a few runs: what is left when chance, warming up and garbage collection are gone.</summary>
    public static TimeSpan Least(int runs, Action work) => Enumerable.Range(0, runs).Min(_ => Measure(work).Time);

    // Elsewhere only the whole process tells: more than the thread's, never less.
    private static TimeSpan ThreadTime() =>
        OperatingSystem.IsLinux() && GetTime(ThreadClock, out TimeSpec now) == 0
            ? TimeSpan.FromTicks((now.Seconds * TimeSpan.TicksPerSecond) + (now.Nanoseconds / TimeSpan.NanosecondsPerTick))
            : Environment.CpuUsage.TotalTime;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
