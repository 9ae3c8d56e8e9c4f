using Bridge.Smime.Errors;

namespace Bridge.Keystore.Vault;

/// <summary>The vaults that this machine may have, by kind.</summary>
/// <param name="vaults">All of them, the one preferred for a new keystore first.</param>
/// <param name="preferred">Kinds that a new keystore may begin with, best first; the first that works is taken.</param>
internal sealed class VaultSet(IReadOnlyList<IVault> vaults, IReadOnlyList<string> preferred)
{
    internal IReadOnlyList<IVault> All => vaults;

    /// <exception cref="RefusalException"><c>vault-unavailable</c>: this machine, or this version, has no such vault.</exception>
    internal IVault this[string kind] => Find(kind) ?? throw VaultRefusals.Unavailable(kind, "vault-absent");

    internal IVault? Find(string kind) => vaults.FirstOrDefault(v => v.Kind == kind);

    /// <summary>The vault of a new keystore: the first preferred one that really works.</summary>
    internal IVault ForNew() => preferred.Select(Find).OfType<IVault>().First(v => v.FindTrouble() is null);
}
