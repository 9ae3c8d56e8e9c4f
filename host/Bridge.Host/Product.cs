using System.Reflection;
using System.Runtime.InteropServices;

namespace Bridge.Host;

/// <summary>Names and version of the product, stated once.</summary>
internal static class Product
{
    /// <summary>The name under which mail clients know the host; it is also the manifest's file name.</summary>
    public const string HostName = "smime_bridge";

    /// <summary>The only add-on that this host serves.</summary>
    public const string ExtensionId = "smime-bridge@smime-bridge.example";

    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    public static string Runtime { get; } = $"{RuntimeInformation.FrameworkDescription} {RuntimeInformation.RuntimeIdentifier}";
}
