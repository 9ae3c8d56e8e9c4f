using Bridge.Smime.Errors;

namespace Bridge.Keystore.Vault;

/// <summary>
/// Seals and opens the keystore's secrets with the master key. The key is fetched for each use and zeroed after it; a folder
/// that came without its master key is locked and says why.
/// </summary>
internal sealed class SecretSafe(MasterKeys keys)
{
    /// <summary>True when the next use will ask the user.</summary>
    internal bool IsLocked => keys.IsLocked;

    /// <summary>Asks now for what a later use would ask for.</summary>
    /// <exception cref="RefusalException"><c>prompt-dismissed</c>, <c>passphrase-wrong</c>, <c>key-locked</c>.</exception>
    internal void Unlock(KeyNeed need)
    {
        if (keys.IsLocked)
        {
            keys.Open(need).Dispose();
        }
    }

    /// <summary>The master key for sealing; the first call of a keystore's life creates it.</summary>
    internal MasterKey OpenForSealing(KeyNeed need) => keys.OpenOrCreate(need);

    /// <exception cref="RefusalException">
    /// <c>key-locked</c>: no master key, or another one; <c>key-unusable</c>: this secret does not open; <c>prompt-dismissed</c>, <c>passphrase-wrong</c>.
    /// </exception>
    internal SecretBytes Open(string purpose, string record, string keyId, ReadOnlySpan<byte> box, KeyNeed need)
    {
        using MasterKey key = keys.Open(need);
        if (key.Id != keyId)
        {
            throw VaultRefusals.Other();
        }

        return SealedSecret.Open(key, purpose, record, box) ?? throw new RefusalException(
            "key-unusable",
            RefusalKind.Key,
            "The stored key cannot be opened: it was altered.",
            new Dictionary<string, string> { ["key"] = record });
    }
}
