using Bridge.Host.Install;

namespace Bridge.Host.Doctor;

/// <summary>Whether mail clients find a host, and whether it is this one.</summary>
internal sealed class ManifestProbe(string manifestPath, string executable) : IProbe
{
    public string Name => "manifest";

    public Finding Try(CancellationToken cancellation)
    {
        if (!File.Exists(manifestPath))
        {
            return Finding.Bad(ProbeCodes.ManifestMissing, ("path", manifestPath));
        }

        NativeManifest? manifest = NativeManifest.Read(File.ReadAllBytes(manifestPath));
        if (manifest is null || manifest.Name != Product.HostName || manifest.Type != "stdio"
            || !manifest.Allows(Product.ExtensionId) || !File.Exists(manifest.Path))
        {
            return Finding.Bad(ProbeCodes.ManifestInvalid, ("path", manifestPath));
        }

        return Path.GetFullPath(manifest.Path) == Path.GetFullPath(executable)
            ? Finding.Good(ProbeCodes.ManifestGood, ("path", manifestPath))
            : Finding.Warning(ProbeCodes.ManifestForeign, ("path", manifestPath), ("executable", manifest.Path));
    }
}
