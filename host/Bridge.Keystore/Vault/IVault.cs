using Bridge.Keystore.Vault.Prompting;
using Bridge.Smime.Errors;

namespace Bridge.Keystore.Vault;

/// <summary>What a master key is needed for, for the question that may have to be asked.</summary>
/// <param name="Use">What for.</param>
/// <param name="Key">Whose key it is about; null when it is about the whole keystore.</param>
public readonly record struct KeyNeed(SecretUse Use, string? Key = null);

/// <summary>
/// A place outside the database that keeps the master key of one keystore: a file, a passphrase, or the operating system's
/// own vault. A keystore has its key in exactly one; which one, its database says.
/// </summary>
public interface IVault
{
    /// <summary>One of <see cref="VaultKinds"/>.</summary>
    string Kind { get; }

    /// <summary>True when opening needs a secret from the user: then the opened key is kept in memory until it is locked again.</summary>
    bool Asks { get; }

    /// <summary>
    /// Why this vault cannot be used here now: <c>vault-absent</c> (no such service), <c>vault-locked</c>, <c>vault-failing</c>; null
    /// when it really works, which is tried. Asks nobody, and takes seconds at most.
    /// </summary>
    string? FindTrouble();

    /// <summary>The master key; null when the vault has none for this keystore.</summary>
    /// <param name="keyId">Of the key that is wanted; null for whichever is there, before the keystore is bound to one.</param>
    /// <param name="need">For the question, where one is asked.</param>
    /// <exception cref="RefusalException">
    /// <c>key-locked</c>: it cannot be read (parameter <c>reason</c>); <c>prompt-dismissed</c>, <c>passphrase-wrong</c>.
    /// </exception>
    MasterKey? Find(string? keyId, KeyNeed need);

    /// <summary>Whether a key of this id is there, as far as can be said without opening it.</summary>
    /// <exception cref="RefusalException"><c>key-locked</c>: it cannot be said now.</exception>
    bool Holds(string keyId);

    /// <summary>Asks what has to be known before a key can be kept, so that nothing is begun that the user may still dismiss.</summary>
    /// <exception cref="RefusalException"><c>prompt-dismissed</c>.</exception>
    IPreparedVault Prepare(KeyNeed need);

    /// <summary>Forgets the key of this id; does nothing when it is not there.</summary>
    void Remove(string keyId);
}

/// <summary>A vault that is ready to take a key.</summary>
public interface IPreparedVault : IDisposable
{
    /// <summary>Keeps a key and returns only when it is durable and was read back.</summary>
    /// <exception cref="RefusalException"><c>key-locked</c> with reason <c>key-other</c>: another keystore's key is there, which is never overwritten.</exception>
    void Keep(MasterKey key);
}

/// <summary>For vaults that need to know nothing beforehand.</summary>
internal sealed class ReadyVault(Action<MasterKey> keep) : IPreparedVault
{
    public void Keep(MasterKey key) => keep(key);

    public void Dispose()
    {
    }
}
