using Bridge.Keystore.Storage;
using Bridge.Smime.Errors;

namespace Bridge.Keystore.Vault;

/// <summary>
/// Seals and opens the keystore's secrets with the vault's master key. The key is fetched for each use and zeroed after it;
/// a folder that came without its master key is locked and says why.
/// </summary>
internal sealed class SecretSafe(Database database, IVault vault, TimeProvider clock)
{
    /// <summary>The master key for sealing; the first call of a keystore's life creates it.</summary>
    internal MasterKey OpenForSealing()
    {
        if (BoundKeyId() is { } bound)
        {
            return Fetch(bound);
        }

        // Key first, then the row that binds the keystore to it: a crash between leaves a key that the next call takes up.
        MasterKey key = vault.FindOrCreate();
        string owner = database.Write(session =>
        {
            session.Execute(
                "INSERT INTO vault (id, kind, key_id, created_at) VALUES (1, $kind, $key, $at) ON CONFLICT (id) DO NOTHING",
                ("$kind", vault.Kind),
                ("$key", key.Id),
                ("$at", clock.GetUtcNow().Store()));
            return session.First("SELECT key_id FROM vault", r => r.GetString(0))!;
        });
        if (owner == key.Id)
        {
            return key;
        }

        key.Dispose();
        return Fetch(owner);
    }

    /// <exception cref="RefusalException"><c>key-locked</c>: no master key, or another one; <c>key-unusable</c>: this secret does not open.</exception>
    internal SecretBytes Open(string purpose, string record, string keyId, ReadOnlySpan<byte> box)
    {
        using MasterKey key = Fetch(keyId);
        return SealedSecret.Open(key, purpose, record, box) ?? throw new RefusalException(
            "key-unusable",
            RefusalKind.Key,
            "The stored key cannot be opened: it was altered.",
            new Dictionary<string, string> { ["key"] = record });
    }

    /// <summary>Null when secrets can be opened (or none exist yet); else why not: <c>key-missing</c>, <c>key-other</c>, <c>key-damaged</c>, <c>key-unreadable</c>.</summary>
    internal string? Lock()
    {
        try
        {
            if (BoundKeyId() is { } bound)
            {
                Fetch(bound).Dispose();
            }

            return null;
        }
        catch (RefusalException e) when (e.Code == "key-locked")
        {
            return e.Parameters["reason"];
        }
    }

    private string? BoundKeyId() => database.Read(s => s.First("SELECT key_id FROM vault", r => r.GetString(0)));

    private MasterKey Fetch(string id)
    {
        MasterKey key = vault.Find()
            ?? throw KeyFileVault.Locked("key-missing", "The keystore is locked: its master key is not here. Was the folder copied without it?");
        if (key.Id == id)
        {
            return key;
        }

        key.Dispose();
        throw KeyFileVault.Locked("key-other", "The keystore is locked: the master key here belongs to another keystore.");
    }
}
