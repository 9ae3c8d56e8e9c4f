using Bridge.Protocol.Doctor;

namespace Bridge.Host.Doctor;

/// <summary>Writes the user's own folder as <c>~</c> in what probes tell: its path has the user's name in it, and reports are passed on.</summary>
internal static class ProbePaths
{
    /// <param name="probe">As the doctor tells it.</param>
    /// <param name="userFolder">Absolute path; nothing is changed where it is empty or the root.</param>
    public static Probe Shorten(Probe probe, string userFolder)
    {
        string folder = Path.TrimEndingDirectorySeparator(userFolder);
        return folder.Length < 2
            ? probe
            : probe with { Parameters = probe.Parameters.ToDictionary(p => p.Key, p => Shorten(p.Value, folder)) };
    }

    private static string Shorten(string value, string folder) =>
        value == folder ? "~" : value.Replace(folder + Path.DirectorySeparatorChar, "~" + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
