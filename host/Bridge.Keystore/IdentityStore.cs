using Bridge.Keystore.Own;
using Bridge.Keystore.Storage;
using Bridge.Smime.Errors;

namespace Bridge.Keystore;

/// <summary>What the user chose for each of his addresses.</summary>
public sealed class IdentityStore
{
    private readonly Database _database;

    internal IdentityStore(Database database) => _database = database;

    /// <summary>The choices for an address; defaults when none were made.</summary>
    public Identity Find(string address) => _database.Read(session => IdentityRows.Find(session, address));

    /// <summary>All addresses with choices, and all addresses of own keys.</summary>
    public IReadOnlyList<Identity> List() => _database.Read(session =>
    {
        List<Identity> chosen = IdentityRows.All(session);
        IEnumerable<string> named = OwnKeyRows.All(session).SelectMany(k => k.Addresses).Distinct().Except(chosen.Select(i => i.Address));
        return chosen.Concat(named.Select(a => new Identity(a))).OrderBy(i => i.Address, StringComparer.Ordinal).ToList();
    });

    /// <exception cref="RefusalException"><c>key-unknown</c>; <c>key-unfit</c>: the key cannot do what it was chosen for.</exception>
    public Identity Set(Identity identity) => _database.Write(session =>
    {
        Require(session, identity.SigningKey, k => k.CanSign, "sign");
        Require(session, identity.EncryptionKey, k => k.CanEncrypt, "encrypt");
        IdentityRows.Put(session, identity);
        return IdentityRows.Find(session, identity.Address);
    });

    /// <summary>Chooses keys for an address; null means automatic. The other settings stay.</summary>
    /// <exception cref="RefusalException"><c>key-unknown</c>, <c>key-unfit</c>.</exception>
    public Identity Use(string address, string? signId, string? encryptId) =>
        Set(Find(address) with { SigningKey = signId, EncryptionKey = encryptId });

    private static void Require(Session session, string? id, Func<StoredKey, bool> fit, string use)
    {
        if (id is not null && !fit(OwnKeyRows.ById(session, id) ?? throw OwnKeyRows.Unknown(id)))
        {
            throw new RefusalException(
                "key-unfit",
                RefusalKind.Key,
                $"The certificate of this key does not allow it to {use}.",
                new Dictionary<string, string> { ["key"] = id, ["use"] = use });
        }
    }
}
