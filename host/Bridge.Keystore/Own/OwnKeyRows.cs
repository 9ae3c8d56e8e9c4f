using Bridge.Keystore.Certificates;
using Bridge.Keystore.Storage;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;
using Microsoft.Data.Sqlite;

namespace Bridge.Keystore.Own;

/// <summary>How own keys stand in the database. An own key's id is the fingerprint of its certificate.</summary>
internal static class OwnKeyRows
{
    // CROSS JOIN keeps the planner from walking through all certificates: own keys are few.
    internal const string Select = """
        SELECT k.id, c.der, k.name, k.origin, k.exportable, k.added_at,
          (SELECT group_concat(a.address, char(10)) FROM addresses a WHERE a.certificate = c.id),
          length(k.sealed) = 0,
          (SELECT group_concat(CASE t.label WHEN '' THEN t.serial ELSE t.label END, char(10)) FROM token_keys t WHERE t.own_key = k.id)
        FROM own_keys k CROSS JOIN certificates c ON c.id = k.certificate
        """;

    private const string NewestFirst = "ORDER BY c.not_before DESC, k.added_at DESC, k.id";

    internal static List<StoredKey> All(Session session) => session.Query($"{Select} {NewestFirst}", Read);

    internal static StoredKey? ById(Session session, string id) => session.First($"{Select} WHERE k.id = $id", Read, ("$id", id));

    internal static List<StoredKey> ByPrefix(Session session, string prefix) =>
        session.Query($"{Select} WHERE substr(k.id, 1, $length) = $prefix", Read, ("$prefix", prefix), ("$length", prefix.Length));

    internal static List<StoredKey> ByIdentifier(Session session, CertificateIdentifier identifier)
    {
        (string column, byte[] key) = LookupKey.Of(identifier);
        return session.Query($"{Select} WHERE c.{column} = $key {NewestFirst}", Read, ("$key", key));
    }

    internal static List<StoredKey> ByAddress(Session session, string address) => session.Query(
        $"{Select} JOIN addresses x ON x.certificate = c.id WHERE x.address = $address {NewestFirst}",
        Read,
        ("$address", MailAddresses.Normalise(address)));

    /// <summary>Null for a key that is on a token alone.</summary>
    internal static (string KeyId, byte[] Sealed)? Secret(Session session, string id) => session.First(
        "SELECT key_id, sealed FROM own_keys WHERE id = $id AND length(sealed) > 0",
        r => ((string, byte[])?)(r.GetString(0), r.GetBytes(1)),
        ("$id", id));

    internal static void Put(Session session, Certificate certificate, string masterKeyId, byte[] box, string? name, string origin, DateTimeOffset at, bool exportable = true) => session.Execute(
        """
        INSERT INTO own_keys (id, certificate, key_id, sealed, name, origin, exportable, added_at)
        VALUES ($id, $certificate, $key, $sealed, $name, $origin, $exportable, $at)
        ON CONFLICT (id) DO UPDATE SET key_id = excluded.key_id, sealed = excluded.sealed,
          exportable = CASE length(own_keys.sealed) WHEN 0 THEN excluded.exportable ELSE own_keys.exportable END
        """,
        ("$id", certificate.Sha256),
        ("$certificate", CertificateRows.Put(session, certificate, new Sighting(CertificateOrigin.Own, at)).Id),
        ("$key", masterKeyId),
        ("$sealed", box),
        ("$name", name),
        ("$origin", origin),
        ("$exportable", exportable),
        ("$at", at.Store()));

    internal static void Record(Session session, string id, string happened, DateTimeOffset at) => session.Execute(
        "INSERT INTO key_events (own_key, event, at) VALUES ($id, $event, $at)",
        ("$id", id),
        ("$event", happened),
        ("$at", at.Store()));

    internal static RefusalException Unknown(string id) => new(
        "key-unknown", RefusalKind.Key, $"No such key: {id}.", new Dictionary<string, string> { ["key"] = id });

    private static StoredKey Read(SqliteDataReader row)
    {
        Certificate certificate = Certificate.FromDer(row.GetBytes(1));
        return new StoredKey(
            new OwnKey(row.GetString(0), certificate, OnToken: row.GetBoolean(7)),
            row.GetText(6)?.Split('\n') ?? [],
            row.GetText(2),
            row.GetString(3),
            row.GetBoolean(4),
            KeyUsability.CanSign(certificate),
            KeyUsability.CanEncrypt(certificate),
            row.GetTime(5),
            row.GetText(8)?.Split('\n') ?? []);
    }
}
