namespace Bridge.Host.Install;

/// <summary>The operating systems for which a place of the manifest is known.</summary>
internal enum Platform
{
    Linux,
    MacOS,
    Windows,
}

/// <summary>Where mail clients of one kind look for native-messaging manifests of one user.</summary>
/// <param name="Client">The clients.</param>
/// <param name="Platform">The system.</param>
/// <param name="Folder">Folder of the manifest, relative to the user's home (Windows: to the local application data).</param>
/// <param name="RegistryKey">Windows only: key under HKEY_CURRENT_USER whose default value names the manifest.</param>
internal sealed record ManifestPlace(string Client, Platform Platform, string Folder, string? RegistryKey = null)
{
    /// <summary>
    /// The table. Thunderbird and its relatives (Betterbird, and Firefox too) share these places; on Linux it is the folder of
    /// Mozilla, not the one of Thunderbird.
    /// </summary>
    public static IReadOnlyList<ManifestPlace> All { get; } =
    [
        new("Thunderbird", Platform.Linux, ".mozilla/native-messaging-hosts"),
        new("Thunderbird", Platform.MacOS, "Library/Application Support/Mozilla/NativeMessagingHosts"),
        new("Thunderbird", Platform.Windows, @"smime-bridge", @"Software\Mozilla\NativeMessagingHosts\" + Product.HostName),
    ];

    public static ManifestPlace Here() => All.First(p => p.Platform == Current());

    /// <summary>The manifest's path for a user's base folder.</summary>
    public string PathIn(string baseFolder) => Path.Combine(baseFolder, Folder.Replace('/', Path.DirectorySeparatorChar), Product.HostName + ".json");

    /// <summary>The base folder of the current user.</summary>
    public string BaseFolder() => Environment.GetFolderPath(
        Platform == Platform.Windows ? Environment.SpecialFolder.LocalApplicationData : Environment.SpecialFolder.UserProfile,
        Environment.SpecialFolderOption.DoNotVerify);

    private static Platform Current() => OperatingSystem.IsWindows() ? Platform.Windows : OperatingSystem.IsMacOS() ? Platform.MacOS : Platform.Linux;
}
