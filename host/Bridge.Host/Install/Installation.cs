using Bridge.Smime.Errors;

namespace Bridge.Host.Install;

/// <summary>What installing or uninstalling did.</summary>
internal enum InstallOutcome
{
    Written,
    Unchanged,
    Removed,
    /// <summary>There was nothing to remove.</summary>
    Absent,
    /// <summary>The manifest belongs to another executable and was left alone.</summary>
    Foreign,
}

/// <param name="Outcome">What happened.</param>
/// <param name="Manifest">The manifest's path.</param>
/// <param name="Executable">The executable it names, or named.</param>
internal sealed record InstallResult(InstallOutcome Outcome, string Manifest, string Executable);

/// <summary>
/// Tells mail clients of this user where the host is, and takes back exactly that. The keystore is not touched by either.
/// </summary>
/// <param name="place">Where clients look.</param>
/// <param name="baseFolder">The user's folder.</param>
/// <param name="executable">Absolute path of this executable.</param>
/// <param name="registration">The part that Windows needs; null elsewhere.</param>
internal sealed class Installation(ManifestPlace place, string baseFolder, string executable, IRegistration? registration)
{
    private const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public string ManifestPath { get; } = place.PathIn(baseFolder);

    /// <summary>The installation of the running executable for the current user.</summary>
    public static Installation OfThisUser()
    {
        ManifestPlace here = ManifestPlace.Here();
        IRegistration? registration = OperatingSystem.IsWindows() && here.RegistryKey is { } key ? new WindowsRegistration(key) : null;
        return new Installation(here, here.BaseFolder(), Environment.ProcessPath!, registration);
    }

    /// <summary>Writes the manifest; doing it again changes nothing.</summary>
    /// <exception cref="RefusalException">Code <c>install-unwritable</c>: the folder cannot be written.</exception>
    public InstallResult Install()
    {
        byte[] content = NativeManifest.For(executable).Write();
        try
        {
            bool same = File.Exists(ManifestPath) && File.ReadAllBytes(ManifestPath).AsSpan().SequenceEqual(content);
            if (!same)
            {
                Replace(content);
            }

            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(ManifestPath, ReadableByAll);
            }

            registration?.Register(ManifestPath);
            return new InstallResult(same ? InstallOutcome.Unchanged : InstallOutcome.Written, ManifestPath, executable);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(e);
        }
    }

    /// <summary>Removes the manifest if it is this executable's; never another one's, never anything else.</summary>
    /// <exception cref="RefusalException">Code <c>install-unwritable</c>.</exception>
    public InstallResult Uninstall()
    {
        try
        {
            if (!File.Exists(ManifestPath))
            {
                registration?.Unregister(ManifestPath);
                return new InstallResult(InstallOutcome.Absent, ManifestPath, executable);
            }

            NativeManifest? found = NativeManifest.Read(File.ReadAllBytes(ManifestPath));
            if (found is null || found.Name != Product.HostName || !SamePath(found.Path))
            {
                return new InstallResult(InstallOutcome.Foreign, ManifestPath, found?.Path ?? "");
            }

            File.Delete(ManifestPath);
            registration?.Unregister(ManifestPath);
            return new InstallResult(InstallOutcome.Removed, ManifestPath, executable);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(e);
        }
    }

    private bool SamePath(string other) => string.Equals(
        Path.GetFullPath(other), Path.GetFullPath(executable), OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    // A client that starts while this runs must see the old manifest or the new one.
    private void Replace(byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(ManifestPath)!);
        string temporary = $"{ManifestPath}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, ManifestPath, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private RefusalException Unwritable(Exception cause) => new(
        "install-unwritable",
        RefusalKind.Usage,
        $"The manifest cannot be written: {ManifestPath}",
        new Dictionary<string, string> { ["path"] = ManifestPath },
        cause);
}
