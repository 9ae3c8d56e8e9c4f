using Bridge.Keystore.Storage;

namespace Bridge.Keystore.Own;

/// <summary>What the keystore has for one of the user's addresses, as of one moment.</summary>
/// <param name="Identity">What the user chose.</param>
/// <param name="Chosen">The keys that he chose, whatever they name.</param>
/// <param name="Named">The keys whose certificates name the address, newest first.</param>
internal sealed record OwnKeysOf(Identity Identity, IReadOnlyList<StoredKey> Chosen, IReadOnlyList<StoredKey> Named)
{
    // CROSS JOIN keeps the planner from walking through all addresses: own keys are few.
    internal const string SelectAddresses =
        "SELECT a.address FROM own_keys k CROSS JOIN addresses a ON a.certificate = k.certificate UNION SELECT address FROM identities";

    /// <summary>Every address that any of this is known for: all others, most recipients among them, need not be looked up.</summary>
    internal static HashSet<string> Addresses(Session session) => [.. session.Query(SelectAddresses, r => r.GetString(0))];

    internal static OwnKeysOf Read(Session session, string address)
    {
        Identity identity = IdentityRows.Find(session, address);
        IEnumerable<string> chosen = new[] { identity.SigningKey, identity.EncryptionKey }.OfType<string>().Distinct();
        return new OwnKeysOf(
            identity, [.. chosen.Select(id => OwnKeyRows.ById(session, id)).OfType<StoredKey>()], OwnKeyRows.ByAddress(session, address));
    }
}
