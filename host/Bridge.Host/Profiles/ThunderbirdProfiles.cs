using Bridge.Keystore.Import.Nss;
using Bridge.Smime.Errors;

namespace Bridge.Host.Profiles;

/// <summary>A profile of Thunderbird on this machine.</summary>
/// <param name="Name">What Thunderbird calls it.</param>
/// <param name="Folder">Absolute path.</param>
internal sealed record ThunderbirdProfile(string Name, string Folder);

/// <summary>Finds the profiles of Thunderbird where its packages keep them, by their <c>profiles.ini</c>.</summary>
internal static class ThunderbirdProfiles
{
    /// <summary>Those with a store of certificates, the default one first.</summary>
    public static IReadOnlyList<ThunderbirdProfile> Find() => Find(Roots());

    public static IReadOnlyList<ThunderbirdProfile> Find(IEnumerable<string> roots) =>
        [.. roots.SelectMany(Read).Where(p => new NssProfile(p.Folder).Exists).DistinctBy(p => p.Folder)];

    /// <summary>A found profile by its name or folder; any folder that is one is taken, too.</summary>
    /// <exception cref="RefusalException"><c>profile-unknown</c>.</exception>
    public static ThunderbirdProfile Require(string? wanted)
    {
        IReadOnlyList<ThunderbirdProfile> found = Find();
        ThunderbirdProfile? profile = wanted is null
            ? found.Count > 0 ? found[0] : null
            : found.FirstOrDefault(p => p.Name == wanted || p.Folder == wanted)
                ?? (new NssProfile(wanted).Exists ? new ThunderbirdProfile(Path.GetFileName(Path.TrimEndingDirectorySeparator(wanted)), Path.GetFullPath(wanted)) : null);
        return profile ?? throw Unknown(wanted);
    }

    public static RefusalException Unknown(string? wanted) => new(
        "profile-unknown",
        RefusalKind.Usage,
        wanted is null ? "No profile of Thunderbird was found." : $"Not a profile of Thunderbird: {wanted}.",
        new Dictionary<string, string> { ["profile"] = wanted ?? string.Empty });

    private static IEnumerable<string> Roots()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows())
        {
            return [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "Thunderbird")];
        }

        return OperatingSystem.IsMacOS()
            ? [Path.Combine(home, "Library", "Thunderbird")]
            :
            [
                Path.Combine(home, ".thunderbird"),
                Path.Combine(home, "snap", "thunderbird", "common", ".thunderbird"),
                Path.Combine(home, ".var", "app", "org.mozilla.Thunderbird", ".thunderbird"),
            ];
    }

    private static List<ThunderbirdProfile> Read(string root)
    {
        string file = Path.Combine(root, "profiles.ini");
        if (!File.Exists(file))
        {
            return [];
        }

        List<Dictionary<string, string>> sections = [];
        foreach (string line in File.ReadLines(file))
        {
            if (line.StartsWith('['))
            {
                sections.Add(new(StringComparer.OrdinalIgnoreCase) { ["["] = line });
            }
            else if (line.Split('=', 2, StringSplitOptions.TrimEntries) is [string name, string value] && sections.Count > 0)
            {
                sections[^1][name] = value;
            }
        }

        HashSet<string> defaults = [.. sections.Where(s => s["["].StartsWith("[Install", StringComparison.Ordinal)).Select(s => s.GetValueOrDefault("Default", string.Empty))];
        return
        [
            .. sections.Where(s => s["["].StartsWith("[Profile", StringComparison.Ordinal) && s.ContainsKey("Path"))
                .OrderByDescending(s => defaults.Contains(s["Path"]) || (defaults.Count == 0 && s.GetValueOrDefault("Default") == "1"))
                .Select(s => new ThunderbirdProfile(s.GetValueOrDefault("Name", s["Path"]), FolderOf(root, s))),
        ];
    }

    // Relative paths have slashes on every system.
    private static string FolderOf(string root, Dictionary<string, string> section) =>
        section.GetValueOrDefault("IsRelative") == "0" ? section["Path"] : Path.Combine(root, section["Path"].Replace('/', Path.DirectorySeparatorChar));
}
