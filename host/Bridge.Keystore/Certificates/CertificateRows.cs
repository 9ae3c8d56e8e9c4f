using Bridge.Keystore.Storage;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;
using Microsoft.Data.Sqlite;

namespace Bridge.Keystore.Certificates;

/// <summary>How certificates stand in the database; shared by the directory and by own keys.</summary>
internal static class CertificateRows
{
    /// <summary>One row a certificate: its strongest origin, and when it was seen by any.</summary>
    internal const string Select = """
        SELECT c.der, max(o.origin), min(o.first_seen), max(o.last_seen), min(o.message_id), c.capabilities, c.capabilities_signed_at
        FROM certificates c JOIN origins o ON o.certificate = c.id
        """;

    /// <summary>
    /// The certificates of <c>$address</c> with what its owner and the user said about them, in the order in which they are tried.
    /// Bounded: what a flood of look-alikes may cost.
    /// </summary>
    internal const string SelectByAddress = """
        SELECT c.der, max(o.origin), min(o.first_seen), max(o.last_seen), min(o.message_id), c.capabilities, c.capabilities_signed_at,
          r.chosen = c.sha256, iif(p.stated = c.id, p.stated_at, NULL)
        FROM addresses a JOIN certificates c ON c.id = a.certificate JOIN origins o ON o.certificate = c.id
        LEFT JOIN contacts p ON p.address = a.address LEFT JOIN recipient_certificates r ON r.address = a.address
        WHERE a.address = $address GROUP BY c.id
        ORDER BY r.chosen IS c.sha256 DESC, p.stated IS c.id DESC, c.not_before DESC, max(o.last_seen) DESC LIMIT 200
        """;

    /// <summary>Weakest first: the number in the column orders them.</summary>
    private static readonly CertificateOrigin[] s_origins =
        [CertificateOrigin.Fetched, CertificateOrigin.Harvested, CertificateOrigin.Imported, CertificateOrigin.Own];

    internal static int Number(CertificateOrigin origin) => Array.IndexOf(s_origins, origin);

    internal static CertificateOrigin OriginOf(int number) => s_origins[number];

    internal static StoredCertificate Read(SqliteDataReader row) => new(
        Certificate.FromDer(row.GetBytes(0)),
        OriginOf(row.GetInt32(1)),
        row.GetTime(2),
        row.GetTime(3),
        row.GetText(4),
        row.GetBytesOrNull(5) is { } capabilities ? CapabilityCodec.Read(capabilities) : null,
        row.GetTimeOrNull(6));

    internal static StoredCertificate ReadOfAddress(SqliteDataReader row) => Read(row) with
    {
        Chosen = !row.IsDBNull(7) && row.GetBoolean(7),
        StatedAt = row.GetTimeOrNull(8),
    };

    /// <summary>Addresses that a certificate names: subjectAltName, else the subject's emailAddress (older practice).</summary>
    internal static IEnumerable<string> AddressesOf(Certificate certificate) =>
        certificate.Addresses.Count > 0 ? certificate.Addresses : certificate.SubjectAddresses;

    internal static long? IdOf(Session session, string sha256) =>
        session.First("SELECT id FROM certificates WHERE sha256 = $sha256", r => (long?)r.GetInt64(0), ("$sha256", Columns.Fingerprint(sha256)));

    /// <summary>Adds the certificate if it is new, and the fact of having seen it; facts of other origins stay as they are.</summary>
    internal static Stored Put(Session session, Certificate certificate, Sighting sighting)
    {
        long? known = IdOf(session, certificate.Sha256);
        long id = known ?? Insert(session, certificate);
        (string, object?)[] which = [("$id", id), ("$origin", Number(sighting.Origin))];
        bool first = known is null || !session.Exists("SELECT 1 FROM origins WHERE certificate = $id AND origin = $origin", which);
        session.Execute(
            """
            INSERT INTO origins (certificate, origin, first_seen, last_seen, message_id, message_at, last_message_id, last_message_at)
            VALUES ($id, $origin, $at, $at, $message, $messageAt, $message, $messageAt)
            ON CONFLICT (certificate, origin) DO UPDATE
            SET first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen),
              last_message_id = iif(excluded.last_message_at > coalesce(last_message_at, 0), excluded.last_message_id, last_message_id),
              last_message_at = max(coalesce(last_message_at, excluded.last_message_at), coalesce(excluded.last_message_at, last_message_at))
            """,
            [.. which, ("$at", sighting.At.Store()), ("$message", sighting.MessageId), ("$messageAt", sighting.MessageAt?.Store())]);
        return new Stored(id, known is null, first);
    }

    /// <returns>Those under which the certificate was not found before, in normal form.</returns>
    internal static IReadOnlyList<string> PutAddresses(Session session, long id, IEnumerable<string> addresses) =>
    [
        .. addresses.Select(MailAddresses.Normalise).Distinct().Where(address => session.Execute(
            "INSERT INTO addresses (address, certificate) VALUES ($address, $id) ON CONFLICT DO NOTHING",
            ("$address", address),
            ("$id", id)) > 0),
    ];

    internal static long Insert(Session session, Certificate certificate)
    {
        long id = session.Number(
            """
            INSERT INTO certificates (sha256, der, issuer_serial, subject_key, key_identifier, not_before, not_after, subject)
            VALUES ($sha256, $der, $issuerSerial, $subjectKey, $keyIdentifier, $notBefore, $notAfter, $subject) RETURNING id
            """,
            ("$sha256", Columns.Fingerprint(certificate.Sha256)),
            ("$der", certificate.Der.ToArray()),
            ("$issuerSerial", LookupKey.OfIssuerAndSerial(certificate.IssuerDer.Span, certificate.SerialNumber.Span)),
            ("$subjectKey", LookupKey.OfName(certificate.SubjectName)),
            ("$keyIdentifier", certificate.SubjectKeyIdentifier is { } ski ? LookupKey.OfKeyIdentifier(ski.Span) : null),
            ("$notBefore", certificate.NotBefore.Store()),
            ("$notAfter", certificate.NotAfter.Store()),
            ("$subject", certificate.Subject));
        PutAddresses(session, id, AddressesOf(certificate));
        return id;
    }

    /// <param name="Id">Row of the certificate.</param>
    /// <param name="Added">It was not known before by any origin.</param>
    /// <param name="FirstOfOrigin">It was not known before by this origin.</param>
    internal readonly record struct Stored(long Id, bool Added, bool FirstOfOrigin);
}
