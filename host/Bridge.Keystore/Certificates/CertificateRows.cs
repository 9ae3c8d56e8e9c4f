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

    /// <summary>Addresses that a certificate names: subjectAltName, else the subject's emailAddress (older practice).</summary>
    internal static IEnumerable<string> AddressesOf(Certificate certificate) =>
        certificate.Addresses.Count > 0 ? certificate.Addresses : certificate.SubjectAddresses;

    internal static long? IdOf(Session session, string sha256) =>
        session.First("SELECT id FROM certificates WHERE sha256 = $sha256", r => (long?)r.GetInt64(0), ("$sha256", Columns.Fingerprint(sha256)));

    /// <summary>Adds the certificate if it is new, and the fact of having seen it; facts of other origins stay as they are.</summary>
    internal static Stored Put(Session session, Certificate certificate, CertificateOrigin origin, DateTimeOffset at, string? messageId = null)
    {
        long? known = IdOf(session, certificate.Sha256);
        long id = known ?? Insert(session, certificate);
        int changed = session.Execute(
            """
            INSERT INTO origins (certificate, origin, first_seen, last_seen, message_id) VALUES ($id, $origin, $at, $at, $message)
            ON CONFLICT (certificate, origin) DO UPDATE
            SET first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen)
            """,
            ("$id", id),
            ("$origin", Number(origin)),
            ("$at", at.Store()),
            ("$message", messageId));
        return new Stored(id, known is null && changed > 0);
    }

    internal static void PutAddresses(Session session, long id, IEnumerable<string> addresses)
    {
        foreach (string address in addresses)
        {
            session.Execute(
                "INSERT INTO addresses (address, certificate) VALUES ($address, $id) ON CONFLICT DO NOTHING",
                ("$address", MailAddresses.Normalise(address)),
                ("$id", id));
        }
    }

    private static long Insert(Session session, Certificate certificate)
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
    internal readonly record struct Stored(long Id, bool Added);
}
