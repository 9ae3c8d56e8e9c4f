using System.Globalization;
using System.Runtime.InteropServices;
using Bridge.Benchmarks.World;

namespace Bridge.Benchmarks.Reporting;

/// <summary>What the figures were measured on.</summary>
internal sealed record Machine(string Processor, int Cores, double MemoryGigabytes, string System, string Runtime, IReadOnlyList<string> Programs)
{
    public static Machine Describe() => new(
        Field("/proc/cpuinfo", "model name"),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        [Child.FirstLine("openssl", "version"), Child.FirstLine("gpgsm", "--version"), "NSS " + Child.FirstLine("dpkg-query", "-W", "-f", "${Version}\n", "libnss3-tools")]);

    /// <summary>Load average of the last minute: what else the machine was doing.</summary>
    public static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    private static string Field(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown";
}
