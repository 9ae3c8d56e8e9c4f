using Bridge.Keystore.Storage;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Certificates.Contacts;

/// <summary>Certificates that the user removed: kept with everything known about them for a while, so that it can be undone.</summary>
internal static class RemovedCertificates
{
    /// <summary>How long a removal can be undone.</summary>
    internal static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private const string OriginColumns = "origin, first_seen, last_seen, message_id, message_at, last_message_id, last_message_at";

    internal static void Remove(Session session, long id, string sha256, DateTimeOffset now)
    {
        (string, object?)[] which = [("$id", id), ("$sha256", Columns.Fingerprint(sha256)), ("$own", CertificateRows.Number(CertificateOrigin.Own)), ("$now", now.Store())];
        session.Execute("DELETE FROM removed_certificates WHERE removed_at < $limit OR sha256 = $sha256", ("$limit", now.Subtract(Kept).Store()), which[1]);
        session.Execute(
            """
            INSERT INTO removed_certificates (sha256, der, capabilities, capabilities_signed_at, removed_at)
            SELECT sha256, der, capabilities, capabilities_signed_at, $now FROM certificates WHERE id = $id
            """,
            which[0],
            which[3]);
        session.Execute(
            $"INSERT INTO removed_origins (certificate, {OriginColumns}) SELECT $sha256, {OriginColumns} FROM origins WHERE certificate = $id AND origin <> $own",
            which[0],
            which[1],
            which[2]);
        session.Execute(
            """
            INSERT INTO removed_addresses (certificate, address, since, chosen, stated_at)
            SELECT $sha256, a.address, coalesce(p.since, $now), coalesce(r.chosen = $sha256, 0), iif(p.stated = $id, p.stated_at, NULL)
            FROM addresses a LEFT JOIN contacts p ON p.address = a.address LEFT JOIN recipient_certificates r ON r.address = a.address
            WHERE a.certificate = $id
            """,
            which[0],
            which[1],
            which[3]);
        Delete(session, id, sha256, now);
    }

    /// <summary>Puts a removed certificate back with its history; what was learned about it since stays.</summary>
    /// <returns>False when it was not removed, or too long ago.</returns>
    internal static bool Restore(Session session, string sha256, DateTimeOffset now)
    {
        (string, object?) which = ("$sha256", Columns.Fingerprint(sha256));
        if (session.First("SELECT der FROM removed_certificates WHERE sha256 = $sha256", r => r.GetBytes(0), which) is not { } der)
        {
            return false;
        }

        foreach ((CertificateOrigin origin, DateTimeOffset first) in session.Query(
            "SELECT origin, first_seen FROM removed_origins WHERE certificate = $sha256", r => (CertificateRows.OriginOf(r.GetInt32(0)), r.GetTime(1)), which))
        {
            CertificateRows.Put(session, Certificate.FromDer(der), new Sighting(origin, first));
        }

        long id = CertificateRows.IdOf(session, sha256)!.Value;
        RestoreFacts(session, id, which);
        foreach ((string address, DateTimeOffset since) in session.Query(
            "SELECT address, since FROM removed_addresses WHERE certificate = $sha256", r => (r.GetString(0), r.GetTime(1)), which))
        {
            CertificateRows.PutAddresses(session, id, [address]);
            ContactRows.Ensure(session, address, since);
            RestoreContact(session, id, address, which);
            ContactEvents.Add(session, address, ContactEvents.Restored, now, sha256);
        }

        session.Execute("DELETE FROM removed_certificates WHERE sha256 = $sha256", which);
        return true;
    }

    private static void Delete(Session session, long id, string sha256, DateTimeOffset now)
    {
        List<string> addresses = session.Query("SELECT address FROM addresses WHERE certificate = $id", r => r.GetString(0), ("$id", id));
        session.Execute("DELETE FROM origins WHERE certificate = $id AND origin <> $own", ("$id", id), ("$own", CertificateRows.Number(CertificateOrigin.Own)));
        session.Execute("DELETE FROM certificates WHERE id = $id AND NOT EXISTS (SELECT 1 FROM own_keys WHERE certificate = $id)", ("$id", id));
        foreach (string address in addresses)
        {
            session.Execute(
                "UPDATE recipient_certificates SET chosen = NULL WHERE address = $address AND chosen = $sha256",
                ("$address", address),
                ("$sha256", Columns.Fingerprint(sha256)));
            ContactEvents.Add(session, address, ContactEvents.Removed, now, sha256);
            ContactRows.Tidy(session, address);
        }
    }

    private static void RestoreFacts(Session session, long id, (string, object?) which)
    {
        session.Execute(
            $"""
            INSERT INTO origins (certificate, {OriginColumns}) SELECT $id, {OriginColumns} FROM removed_origins WHERE certificate = $sha256
            ON CONFLICT (certificate, origin) DO UPDATE SET first_seen = min(first_seen, excluded.first_seen),
              last_seen = max(last_seen, excluded.last_seen), message_id = excluded.message_id, message_at = excluded.message_at,
              last_message_id = coalesce(last_message_id, excluded.last_message_id), last_message_at = coalesce(last_message_at, excluded.last_message_at)
            """,
            ("$id", id),
            which);
        session.Execute(
            """
            UPDATE certificates SET capabilities = r.capabilities, capabilities_signed_at = r.capabilities_signed_at
            FROM removed_certificates r WHERE certificates.id = $id AND r.sha256 = $sha256
            AND coalesce(certificates.capabilities_signed_at, 0) < coalesce(r.capabilities_signed_at, 0)
            """,
            ("$id", id),
            which);
    }

    // A choice that was made since is not overruled.
    private static void RestoreContact(Session session, long id, string address, (string, object?) which)
    {
        session.Execute(
            """
            UPDATE recipient_certificates SET chosen = $sha256 WHERE address = $address AND chosen IS NULL
            AND EXISTS (SELECT 1 FROM removed_addresses r WHERE r.address = $address AND r.certificate = $sha256 AND r.chosen)
            """,
            ("$address", address),
            which);
        session.Execute(
            """
            UPDATE contacts SET
              stated = iif(r.stated_at > coalesce(contacts.stated_at, 0) OR (r.stated_at = contacts.stated_at AND contacts.stated IS NULL), $id, stated),
              stated_at = iif(r.stated_at > coalesce(contacts.stated_at, 0), r.stated_at, contacts.stated_at)
            FROM removed_addresses r WHERE contacts.address = $address AND r.address = $address AND r.certificate = $sha256
            """,
            ("$id", id),
            ("$address", address),
            which);
    }
}
