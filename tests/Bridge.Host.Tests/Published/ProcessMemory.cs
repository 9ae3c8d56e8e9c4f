using System.Globalization;
using System.Text.RegularExpressions;

namespace Bridge.Host.Tests.Published;

/// <summary>Searches the whole memory of another process, as a debugger or a core dump would show it. Root can; the host keeps other programs of its user out.</summary>
internal static partial class ProcessMemory
{
    private const int Window = 4 << 20, Overlap = 4096;

    /// <returns>Names of the secrets that are there.</returns>
    public static SortedSet<string> Find(int process, IReadOnlyDictionary<string, byte[]> secrets)
    {
        SortedSet<string> found = [];
        using FileStream memory = new($"/proc/{process}/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        byte[] buffer = new byte[Window];
        foreach (string line in File.ReadAllLines($"/proc/{process}/maps"))
        {
            Match map = Map().Match(line);
            if (map.Success && map.Groups[3].Value.Contains('r', StringComparison.Ordinal) && !line.EndsWith("[vvar]", StringComparison.Ordinal))
            {
                Search(memory, Number(map.Groups[1].Value), Number(map.Groups[2].Value), buffer, secrets, found);
            }
        }

        return found;
    }

    private static void Search(FileStream memory, long start, long end, byte[] buffer, IReadOnlyDictionary<string, byte[]> secrets, SortedSet<string> found)
    {
        for (long at = start; at < end; at += Window - Overlap)
        {
            int read;
            try
            {
                memory.Position = at;
                read = memory.Read(buffer, 0, (int)Math.Min(Window, end - at));
            }
            catch (IOException)
            {
                // Mapped, but nothing behind it.
                return;
            }

            foreach ((string name, byte[] secret) in secrets)
            {
                if (buffer.AsSpan(0, read).IndexOf(secret) >= 0)
                {
                    found.Add(name);
                }
            }
        }
    }

    private static long Number(string hex) => long.TryParse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out long number) ? number : long.MaxValue;

    [GeneratedRegex("^([0-9a-f]{1,15})-([0-9a-f]{1,15}) ([-rwxps]{4}) ")]
    private static partial Regex Map();
}
