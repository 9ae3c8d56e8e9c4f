using Bridge.Keystore.Storage;

namespace Bridge.Keystore.Certificates.Contacts;

/// <summary>That the user compared a certificate's fingerprint with the person.</summary>
internal static class Comparisons
{
    internal static void Record(Session session, string address, string sha256, DateTimeOffset now)
    {
        session.Execute(
            "INSERT INTO comparisons (address, certificate, at) VALUES ($address, $certificate, $at) ON CONFLICT DO UPDATE SET at = excluded.at",
            [.. Which(address, sha256), ("$at", now.Store())]);
        ContactEvents.Add(session, address, ContactEvents.Compared, now, sha256);
    }

    internal static void Withdraw(Session session, string address, string sha256, DateTimeOffset now)
    {
        session.Execute("DELETE FROM comparisons WHERE address = $address AND certificate = $certificate", Which(address, sha256));
        ContactEvents.Add(session, address, ContactEvents.Uncompared, now, sha256);
    }

    internal static DateTimeOffset? Find(Session session, string address, string sha256) => session.First(
        "SELECT at FROM comparisons WHERE address = $address AND certificate = $certificate", r => (DateTimeOffset?)r.GetTime(0), Which(address, sha256));

    private static (string, object?)[] Which(string address, string sha256) => [("$address", address), ("$certificate", Columns.Fingerprint(sha256))];
}
