using Bridge.Keystore.Certificates.Contacts;
using Bridge.Keystore.Storage;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Certificates;

/// <summary>Storing what a verified message taught: the signer, its addresses, intermediates, capabilities.</summary>
internal static class Harvest
{
    // Messages of one day tell nothing about how long a certificate has been in use.
    private static readonly TimeSpan s_messageStep = TimeSpan.FromDays(1);

    /// <summary>False when everything is known already and was seen only just now: then no write is needed.</summary>
    internal static bool IsNews(Session session, HarvestedCertificate harvested, TimeSpan step)
    {
        if (CertificateRows.IdOf(session, harvested.Certificate.Sha256) is not { } id)
        {
            return true;
        }

        return !session.Exists(
                """
                SELECT 1 FROM origins WHERE certificate = $id AND origin = $origin AND last_seen > $recent AND last_message_at > $newest
                """,
                ("$id", id),
                ("$origin", CertificateRows.Number(CertificateOrigin.Harvested)),
                ("$recent", harvested.SeenAt.Subtract(step).Store()),
                ("$newest", SignedAt(harvested).Subtract(s_messageStep).Store()))
            || harvested.Addresses.Any(a => !HasAddress(session, id, a))
            || harvested.Intermediates.Any(c => CertificateRows.IdOf(session, c.Sha256) is null)
            || (harvested.Capabilities is { } capabilities && WouldReplace(session, id, capabilities, SignedAt(harvested)))
            || (harvested.Stated && harvested.Addresses.Any(a => ContactRows.WouldState(session, a, id, SignedAt(harvested))));
    }

    internal static void Store(Session session, HarvestedCertificate harvested)
    {
        Sighting sighting = new(CertificateOrigin.Harvested, harvested.SeenAt, harvested.MessageId, SignedAt(harvested));
        CertificateRows.Stored signer = CertificateRows.Put(session, harvested.Certificate, sighting);
        ContactNotes.Learn(session, signer, harvested.Certificate, harvested.Addresses, sighting);
        foreach (Certificate intermediate in harvested.Intermediates)
        {
            CertificateRows.Put(session, intermediate, sighting);
        }

        if (harvested.Stated)
        {
            harvested.Addresses.ToList().ForEach(a => ContactRows.State(session, a, signer.Id, SignedAt(harvested)));
        }

        if (harvested.Capabilities is { } capabilities)
        {
            session.Execute(
                """
                UPDATE certificates SET capabilities = $capabilities, capabilities_signed_at = $at
                WHERE id = $id AND (capabilities_signed_at IS NULL OR capabilities_signed_at < $at)
                """,
                ("$capabilities", CapabilityCodec.Write(capabilities)),
                ("$at", SignedAt(harvested).Store()),
                ("$id", signer.Id));
        }
    }

    // A signing time in the future would keep every later, honest statement out.
    private static DateTimeOffset SignedAt(HarvestedCertificate harvested) =>
        harvested.SignedAt < harvested.SeenAt ? harvested.SignedAt : harvested.SeenAt;

    private static bool HasAddress(Session session, long id, string address) => session.Exists(
        "SELECT 1 FROM addresses WHERE address = $address AND certificate = $id",
        ("$address", MailAddresses.Normalise(address)),
        ("$id", id));

    private static bool WouldReplace(Session session, long id, SmimeCapabilities capabilities, DateTimeOffset signedAt) => session.Exists(
        """
        SELECT 1 FROM certificates WHERE id = $id AND capabilities IS NOT $capabilities
        AND (capabilities_signed_at IS NULL OR capabilities_signed_at < $at)
        """,
        ("$id", id),
        ("$capabilities", CapabilityCodec.Write(capabilities)),
        ("$at", signedAt.Store()));
}
