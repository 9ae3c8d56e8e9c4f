namespace Bridge.Host.Doctor;

/// <summary>Whether nobody else can read the keystore's files.</summary>
internal sealed class ModesProbe(string folder) : IProbe
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public string Name => "modes";

    public Finding Try(CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows() || !Directory.Exists(folder))
        {
            return Finding.Good(ProbeCodes.ModesGood, ("path", folder));
        }

        string? open = Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Prepend(folder)
            .FirstOrDefault(p => (File.GetUnixFileMode(p) & Others) != 0);
        return open is null ? Finding.Good(ProbeCodes.ModesGood, ("path", folder)) : Finding.Bad(ProbeCodes.ModesOpen, ("path", open));
    }
}
