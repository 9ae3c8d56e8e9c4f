using Bridge.Keystore.Own;
using Bridge.Keystore.Storage;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Certificates.Contacts;

/// <summary>
/// Notices when a correspondent's certificate takes the place of another. It is a <em>change</em>, which the user is shown until he
/// acknowledges it, when an earlier certificate for the same use is still valid and the new one has another key or another issuer.
/// Separate certificates for signing and for encrypting do not replace each other, and one found in old mail replaces nothing.
/// </summary>
internal static class CertificateChanges
{
    internal const string SelectOpen =
        "SELECT certificate, previous, what, at FROM certificate_changes WHERE address = $address AND acknowledged_at IS NULL";

    /// <summary>Other harvested or imported certificates of the address, the newest first.</summary>
    internal const string SelectEarlier = """
        SELECT c.der, max(o.last_message_at) FROM addresses a
        JOIN certificates c ON c.id = a.certificate JOIN origins o ON o.certificate = c.id AND o.origin IN (1, 2)
        WHERE a.address = $address AND c.id <> $except GROUP BY c.id ORDER BY c.not_before DESC LIMIT 50
        """;

    internal static void Notice(Session session, string address, long id, Certificate certificate, Sighting sighting)
    {
        List<Earlier> earlier = [.. Earlier(session, address, id).Where(e => SharesUse(e.Certificate, certificate) && ComesAfter(certificate, sighting, e))];
        if (earlier.Count == 0)
        {
            return;
        }

        string replaced = earlier[0].Certificate.Sha256;
        ContactEvents.Add(session, address, ContactEvents.Replaced, sighting.At, replaced, certificate.Sha256, sighting);
        List<Certificate> valid = [.. earlier.Select(e => e.Certificate).Where(c => KeyUsability.IsCurrent(c, sighting.At))];
        if (valid.Count > 0 && valid.TrueForAll(c => Difference(c, certificate) is not null))
        {
            Record(session, address, certificate, valid[0], sighting.At);
        }
    }

    /// <summary>Changes of an address that the user has not acknowledged, by fingerprint of the new certificate.</summary>
    internal static Dictionary<string, CertificateChange> Open(Session session, string address) => session.Query(
        SelectOpen,
        r => (New: r.GetFingerprint(0)!, Change: new CertificateChange(r.GetFingerprint(1)!, r.GetString(2), r.GetTime(3))),
        ("$address", address)).ToDictionary(c => c.New, c => c.Change);

    /// <returns>False when there is nothing to acknowledge (any more).</returns>
    internal static bool Acknowledge(Session session, string address, string sha256, DateTimeOffset at) => session.Execute(
        "UPDATE certificate_changes SET acknowledged_at = $at WHERE address = $address AND certificate = $certificate AND acknowledged_at IS NULL",
        ("$at", at.Store()),
        ("$address", address),
        ("$certificate", Columns.Fingerprint(sha256))) > 0;

    private static void Record(Session session, string address, Certificate certificate, Certificate previous, DateTimeOffset at)
    {
        session.Execute(
            """
            INSERT INTO certificate_changes (address, certificate, previous, what, at) VALUES ($address, $certificate, $previous, $what, $at)
            ON CONFLICT DO NOTHING
            """,
            ("$address", address),
            ("$certificate", Columns.Fingerprint(certificate.Sha256)),
            ("$previous", Columns.Fingerprint(previous.Sha256)),
            ("$what", Difference(previous, certificate)),
            ("$at", at.Store()));
        ContactEvents.Add(session, address, ContactEvents.Changed, at, certificate.Sha256, previous.Sha256);
    }

    private static List<Earlier> Earlier(Session session, string address, long except) => session.Query(
        SelectEarlier,
        r => new Earlier(Certificate.FromDer(r.GetBytes(0)), r.GetTimeOrNull(1)),
        ("$address", address),
        ("$except", except));

    // A certificate that begins earlier takes over only if somebody signs with it later: else it was found in old mail.
    private static bool ComesAfter(Certificate certificate, Sighting sighting, Earlier earlier) =>
        certificate.NotBefore >= earlier.Certificate.NotBefore || (sighting.MessageAt ?? sighting.At) > (earlier.LastMessage ?? sighting.At);

    private static bool SharesUse(Certificate one, Certificate other) =>
        (KeyUsability.CanSign(one) && KeyUsability.CanSign(other)) || (KeyUsability.CanEncrypt(one) && KeyUsability.CanEncrypt(other));

    private static string? Difference(Certificate previous, Certificate certificate) =>
        (previous.SubjectPublicKeyInfo.Span.SequenceEqual(certificate.SubjectPublicKeyInfo.Span), previous.IssuerName.Equals(certificate.IssuerName)) switch
        {
            (true, true) => null,
            (false, true) => "key",
            (true, false) => "issuer",
            _ => "key-and-issuer",
        };
}

/// <param name="Certificate">A certificate that the address had before.</param>
/// <param name="LastMessage">Signing time of the newest message that it came with.</param>
internal sealed record Earlier(Certificate Certificate, DateTimeOffset? LastMessage);
