using System.Runtime.Versioning;

namespace Bridge.Host.Doctor;

/// <summary>Whether nobody else can read the keystore's files.</summary>
internal sealed class ModesProbe(string folder) : IProbe
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public string Name => "modes";

    public Finding Try(CancellationToken cancellation)
    {
        string? open = OperatingSystem.IsWindows() || !Directory.Exists(folder) ? null : FindOpen();
        return open is null ? Finding.Good(ProbeCodes.ModesGood, ("path", folder)) : Finding.Bad(ProbeCodes.ModesOpen, ("path", open));
    }

    [UnsupportedOSPlatform("windows")]
    private string? FindOpen()
    {
        foreach (string path in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Prepend(folder))
        {
            if ((File.GetUnixFileMode(path) & Others) != 0)
            {
                return path;
            }
        }

        return null;
    }
}
