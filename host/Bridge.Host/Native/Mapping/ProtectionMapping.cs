using Bridge.Keystore.Vault;
using Wire = Bridge.Protocol.Protection;

namespace Bridge.Host.Native.Mapping;

/// <summary>Vaults as the wire says them.</summary>
internal static class ProtectionMapping
{
    private static readonly Dictionary<string, Wire.VaultKind> s_kinds = new()
    {
        [VaultKinds.KeyFile] = Wire.VaultKind.KeyFile,
        [VaultKinds.Passphrase] = Wire.VaultKind.Passphrase,
        [VaultKinds.SecretService] = Wire.VaultKind.SecretService,
        [VaultKinds.Dpapi] = Wire.VaultKind.Dpapi,
        [VaultKinds.Keychain] = Wire.VaultKind.Keychain,
    };

    public static string ToVault(this Wire.VaultKind kind) => s_kinds.First(k => k.Value == kind).Key;

    public static Wire.ProtectionReport ToWire(this ProtectionState state, int lockAfterMinutes) => new(
        s_kinds[state.Kind],
        state.Asks,
        state.Locked,
        lockAfterMinutes,
        [.. state.Offers.Select(o => new Wire.VaultOffer(s_kinds[o.Kind], o.Trouble))],
        state.Trouble);
}
