using Bridge.Keystore.Storage;

namespace Bridge.Keystore.Vault;

/// <summary>What the database knows of the master key: where it is, which one it is, and what is under way.</summary>
/// <param name="Kind">The vault that has it.</param>
/// <param name="KeyId">Its id.</param>
/// <param name="Other">A vault that may hold a second copy, because a move to it or from it was not finished; null as a rule.</param>
/// <param name="Generation">Counts the times it was locked on demand: what was unlocked before, in whatever process, no longer counts.</param>
internal sealed record VaultRow(string Kind, string KeyId, string? Other, long Generation)
{
    internal static VaultRow? Read(Session session) => session.First(
        "SELECT kind, key_id, other, generation FROM vault",
        r => new VaultRow(r.GetString(0), r.GetString(1), r.GetText(2), r.GetInt64(3)));

    /// <summary>The same without asking the database again while nothing in it has changed: for every use of a key.</summary>
    internal static VaultRow? Recall(Database database) => database.Recall("vault", "", Read);

    internal static void Insert(Session session, string kind, string keyId, DateTimeOffset at) => session.Execute(
        "INSERT INTO vault (id, kind, key_id, created_at) VALUES (1, $kind, $key, $at)", ("$kind", kind), ("$key", keyId), ("$at", at.Store()));

    /// <summary>Says that a copy in <paramref name="target"/> is being made; as long as this stands, that copy does not count.</summary>
    internal static void BeginMove(Session session, string target) => session.Execute("UPDATE vault SET other = $other", ("$other", target));

    /// <summary>The one moment at which the key is in another place: the copy that counted before does not count from here on.</summary>
    internal static void CommitMove(Session session, string target) => session.Execute("UPDATE vault SET other = kind, kind = $kind", ("$kind", target));

    internal static void EndMove(Session session) => session.Execute("UPDATE vault SET other = NULL");

    internal static void Lock(Session session) => session.Execute("UPDATE vault SET generation = generation + 1");
}
