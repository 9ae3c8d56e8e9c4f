using System.Globalization;

namespace Bridge.TestKit;

/// <summary>
/// A hard bound on a program's memory that the kernel enforces: a control group with all its pages, those of files too,
/// where one may be made; else a bound on its data segment (RLIMIT_DATA). A program that needs more ends.
/// </summary>
public sealed class Confinement : IDisposable
{
    private const string Unified = "/sys/fs/cgroup";
    private const string Legacy = "/sys/fs/cgroup/memory";

    private readonly string? _group;
    private readonly long _bytes;

    private Confinement(string name, string? group, long bytes) => (Name, _group, _bytes) = (name, group, bytes);

    /// <summary>What bounds: for reports.</summary>
    public string Name { get; }

    public static Confinement To(long bytes) =>
        Group(Unified, "memory.max", "cgroup v2 memory.max", bytes)
        ?? Group(Legacy, "memory.limit_in_bytes", "cgroup v1 memory.limit_in_bytes", bytes)
        ?? new Confinement("RLIMIT_DATA", null, bytes);

    /// <summary>The command line that runs a program inside.</summary>
    public (string Program, string[] Arguments) Wrap(string program, params IEnumerable<string> arguments) => _group is null
        ? ("prlimit", [string.Create(CultureInfo.InvariantCulture, $"--data={_bytes}"), program, .. arguments])
        : ("/bin/sh", ["-c", $"echo $$ >'{_group}/cgroup.procs' && exec \"$@\"", "sh", program, .. arguments]);

    public void Dispose()
    {
        if (_group is not null)
        {
            Directory.Delete(_group);
        }
    }

    private static Confinement? Group(string root, string limit, string name, long bytes)
    {
        string group = Path.Combine(root, $"smime-bridge-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(group);
            string file = Path.Combine(group, limit);
            if (File.Exists(file))
            {
                File.WriteAllText(file, bytes.ToString(CultureInfo.InvariantCulture));
                return new Confinement(name, group, bytes);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not ours to make: the next way.
        }

        if (Directory.Exists(group))
        {
            Directory.Delete(group);
        }

        return null;
    }
}
