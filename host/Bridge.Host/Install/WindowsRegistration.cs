using System.Runtime.Versioning;
using Microsoft.Win32;

namespace Bridge.Host.Install;

/// <summary>The default value of a key under HKEY_CURRENT_USER names the manifest.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsRegistration(string key) : IRegistration
{
    public void Register(string manifestPath)
    {
        using RegistryKey entry = Registry.CurrentUser.CreateSubKey(key);
        entry.SetValue(null, manifestPath);
    }

    public void Unregister(string manifestPath)
    {
        using RegistryKey? entry = Registry.CurrentUser.OpenSubKey(key);
        if (entry?.GetValue(null) as string == manifestPath)
        {
            Registry.CurrentUser.DeleteSubKey(key, throwOnMissingSubKey: false);
        }
    }
}
