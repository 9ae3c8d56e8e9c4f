using System.Text.RegularExpressions;

namespace Bridge.Keystore.Tests.Support;

/// <summary>The calls by which a process changes files, as strace tells them, and as strace kills at them.</summary>
internal static partial class SystemCalls
{
    private const string Changing = "write,pwrite64,fsync,fdatasync,ftruncate,fallocate,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,chmod,fchmod";

    /// <summary>Arguments that come before a command to have its calls written to a file.</summary>
    internal static string[] Watching(string log) => ["strace", "-f", "-qq", "-s", "16", "-o", log, "-e", $"trace={Changing}"];

    /// <summary>Arguments that come before a command to have it killed at the entry of a call, before it happens.</summary>
    internal static string[] KillingAt(Step step) =>
        ["strace", "-f", "-qq", "-o", "/dev/null", "-e", $"trace={step.Call}", "-e", $"inject={step.Call}:signal=KILL:when={step.Number}"];

    /// <summary>The calls of the main thread after it wrote a marker, each with the number that it has among the calls of its kind.</summary>
    internal static IReadOnlyList<Step> After(string log, string marker)
    {
        Dictionary<string, int> counts = [];
        List<Step> steps = [];
        bool seen = false;
        string? main = null;
        foreach (Match match in File.ReadLines(log).Select(l => Line().Match(l)).Where(m => m.Success))
        {
            main ??= match.Groups["thread"].Value;
            if (match.Groups["thread"].Value == main)
            {
                string call = match.Groups["call"].Value;
                counts[call] = counts.GetValueOrDefault(call) + 1;
                if (seen)
                {
                    steps.Add(new Step(call, counts[call]));
                }

                seen |= match.Value.Contains(marker, StringComparison.Ordinal);
            }
        }

        return steps;
    }

    [GeneratedRegex(@"^(?<thread>\d+)\s+(?<call>[a-z0-9]+)\(.*")]
    private static partial Regex Line();

    /// <param name="Call">Name of the call.</param>
    /// <param name="Number">The how-manieth of its kind in the thread, from 1.</param>
    internal readonly record struct Step(string Call, int Number);
}
