namespace Bridge.Keystore.Tokens;

/// <summary>Where the modules that people usually have lie, so that nobody has to look for a path.</summary>
internal static class KnownModules
{
    private static readonly string[] s_linuxFolders =
    [
        "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/local/lib",
    ];

    private static readonly string[] s_linuxNames =
    [
        "opensc-pkcs11.so", "pkcs11/opensc-pkcs11.so", "libykcs11.so", "libykcs11.so.2", "p11-kit-proxy.so", "softhsm/libsofthsm2.so",
        "libeToken.so", "libeTPkcs11.so", "libIDPrimePKCS11.so", "libbit4xpki.so", "libbit4ipki.so", "libcvP11.so", "libtpm2_pkcs11.so", "pkcs11/libtpm2_pkcs11.so",
    ];

    private static readonly string[] s_macPaths =
    [
        "/Library/OpenSC/lib/opensc-pkcs11.so", "/usr/local/lib/opensc-pkcs11.so", "/opt/homebrew/lib/opensc-pkcs11.so",
        "/usr/local/lib/libykcs11.dylib", "/opt/homebrew/lib/libykcs11.dylib", "/usr/local/lib/libeToken.dylib",
        "/opt/homebrew/lib/softhsm/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so",
    ];

    private static readonly string[] s_windowsPaths =
    [
        @"C:\Program Files\OpenSC Project\OpenSC\pkcs11\opensc-pkcs11.dll", @"C:\Program Files\Yubico\Yubico PIV Tool\bin\libykcs11.dll",
        @"C:\Windows\System32\eTPKCS11.dll", @"C:\Windows\System32\bit4xpki.dll",
    ];

    /// <summary>Those that are on this machine, each once, without these.</summary>
    internal static IReadOnlyList<string> Installed(IEnumerable<string> without) =>
        [.. Places().Where(File.Exists).DistinctBy(Target).ExceptBy(without.Select(Target), Target)];

    private static string[] Places() =>
        OperatingSystem.IsWindows() ? s_windowsPaths
        : OperatingSystem.IsMacOS() ? s_macPaths
        : [.. from folder in s_linuxFolders from name in s_linuxNames select $"{folder}/{name}"];

    // One file often has several names: by a link to it, or to its folder.
    private static string Target(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        string whole = Path.Combine(Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder, Path.GetFileName(path));
        return File.Exists(whole) && File.ResolveLinkTarget(whole, returnFinalTarget: true) is { } file ? file.FullName : whole;
    }
}
