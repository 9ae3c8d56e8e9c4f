using Bridge.Keystore.Storage;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Certificates;

/// <summary>Storing what a verified message taught: the signer, its addresses, intermediates, capabilities.</summary>
internal static class Harvest
{
    /// <summary>False when everything is known already and was seen only just now: then no write is needed.</summary>
    internal static bool IsNews(Session session, HarvestedCertificate harvested, TimeSpan step)
    {
        if (CertificateRows.IdOf(session, harvested.Certificate.Sha256) is not { } id)
        {
            return true;
        }

        return !session.Exists(
                "SELECT 1 FROM origins WHERE certificate = $id AND origin = $origin AND last_seen > $recent",
                ("$id", id),
                ("$origin", CertificateRows.Number(CertificateOrigin.Harvested)),
                ("$recent", harvested.SeenAt.Subtract(step).Store()))
            || harvested.Addresses.Any(a => !HasAddress(session, id, a))
            || harvested.Intermediates.Any(c => CertificateRows.IdOf(session, c.Sha256) is null)
            || (harvested.Capabilities is { } capabilities && WouldReplace(session, id, capabilities, SignedAt(harvested)));
    }

    internal static void Store(Session session, HarvestedCertificate harvested)
    {
        CertificateRows.Stored signer = CertificateRows.Put(
            session, harvested.Certificate, CertificateOrigin.Harvested, harvested.SeenAt, harvested.MessageId);
        CertificateRows.PutAddresses(session, signer.Id, harvested.Addresses);
        foreach (Certificate intermediate in harvested.Intermediates)
        {
            CertificateRows.Put(session, intermediate, CertificateOrigin.Harvested, harvested.SeenAt, harvested.MessageId);
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
