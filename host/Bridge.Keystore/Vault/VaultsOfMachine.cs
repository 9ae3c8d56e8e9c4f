using Bridge.Keystore.Storage;
using Bridge.Keystore.Vault.Os;
using Bridge.Keystore.Vault.Passphrases;
using Bridge.Keystore.Vault.SecretService;

namespace Bridge.Keystore.Vault;

/// <summary>Which vaults this operating system has.</summary>
internal static class VaultsOfMachine
{
    internal static VaultSet Of(string folder, Database database, VaultSettings settings, TimeProvider clock)
    {
        IReadOnlyList<IVault> system = settings.Others?.Invoke(folder) ?? SystemVaults(folder, settings);
        KeyFileVault keyFile = new(Path.Combine(folder, "master.key"));
        PassphraseVault passphrase = new(Path.Combine(folder, "master.sealed"), settings.Prompt, new UnlockThrottle(database, clock), settings.Cost);
        IEnumerable<string> preferred = settings.SystemVaultByDefault ? system.Select(v => v.Kind) : [];
        return new VaultSet([.. system, passphrase, keyFile], [.. preferred, keyFile.Kind]);
    }

    private static IReadOnlyList<IVault> SystemVaults(string folder, VaultSettings settings)
    {
        if (OperatingSystem.IsWindows())
        {
            return [new DpapiVault(Path.Combine(folder, "master.dpapi"), new WindowsDataProtection())];
        }

        if (OperatingSystem.IsMacOS())
        {
            return [new SystemVault(VaultKinds.Keychain, new MacKeychain(), folder, settings.Prompt)];
        }

        return OperatingSystem.IsLinux()
            ? [new SystemVault(VaultKinds.SecretService, new SecretServiceStore(settings.SessionBus), folder, settings.Prompt)]
            : [];
    }
}
