using Bridge.Keystore.Storage;

namespace Bridge.Keystore.Certificates.Contacts;

/// <summary>What happened with a correspondent's certificates. Only added to.</summary>
internal static class ContactEvents
{
    internal const string Harvested = "harvested", Imported = "imported", Replaced = "replaced", Changed = "changed",
        Acknowledged = "acknowledged", Chosen = "chosen", Automatic = "automatic", Compared = "compared",
        Uncompared = "comparison-withdrawn", Removed = "removed", Restored = "restored",
        SameMailbox = "same-mailbox", OtherMailbox = "other-mailbox";

    internal const string SelectNewest = """
        SELECT event, at, certificate, other, message_id, message_at FROM contact_events
        WHERE address = $address ORDER BY id DESC LIMIT 1000
        """;

    internal static void Add(Session session, string address, string what, DateTimeOffset at, string? certificate, string? other = null, Sighting? sighting = null) =>
        session.Execute(
            """
            INSERT INTO contact_events (address, event, certificate, other, at, message_id, message_at)
            VALUES ($address, $event, $certificate, $other, $at, $message, $messageAt)
            """,
            ("$address", address),
            ("$event", what),
            ("$certificate", certificate is null ? null : Columns.Fingerprint(certificate)),
            ("$other", other is null ? null : Columns.Fingerprint(other)),
            ("$at", at.Store()),
            ("$message", sighting?.MessageId),
            ("$messageAt", sighting?.MessageAt?.Store()));

    /// <summary>The newest events in the order in which they happened.</summary>
    internal static IReadOnlyList<ContactEvent> Of(Session session, string address)
    {
        List<ContactEvent> newest = session.Query(
            SelectNewest,
            r => new ContactEvent(r.GetString(0), r.GetTime(1), r.GetFingerprint(2), r.GetFingerprint(3), r.GetText(4), r.GetTimeOrNull(5)),
            ("$address", address));
        newest.Reverse();
        return newest;
    }

    /// <summary>Whether the certificate came in for this address before, even if it was removed since.</summary>
    internal static bool Knows(Session session, string address, string sha256) => session.Exists(
        "SELECT 1 FROM contact_events WHERE address = $address AND certificate = $certificate AND event IN ('harvested', 'imported')",
        ("$address", address),
        ("$certificate", Columns.Fingerprint(sha256)));
}
