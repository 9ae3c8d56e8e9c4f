using Bridge.Keystore.Storage;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Certificates.Contacts;

/// <summary>Writes down what a certificate that has just been stored means for its correspondents. Authorities are none.</summary>
internal static class ContactNotes
{
    internal static void Learn(Session session, CertificateRows.Stored stored, Certificate certificate, IEnumerable<string> addresses, Sighting sighting)
    {
        IEnumerable<string> all = [.. CertificateRows.AddressesOf(certificate), .. addresses];
        IReadOnlyList<string> linked = CertificateRows.PutAddresses(session, stored.Id, all);
        if (certificate.Extensions.IsAuthority == true || sighting.Origin is not (CertificateOrigin.Harvested or CertificateOrigin.Imported))
        {
            return;
        }

        foreach (string address in stored.FirstOfOrigin ? all.Select(MailAddresses.Normalise).Distinct() : linked)
        {
            bool known = ContactEvents.Knows(session, address, certificate.Sha256);
            ContactRows.Ensure(session, address, sighting.At);
            ContactEvents.Add(
                session,
                address,
                sighting.Origin == CertificateOrigin.Harvested ? ContactEvents.Harvested : ContactEvents.Imported,
                sighting.At,
                certificate.Sha256,
                sighting: sighting);
            if (!known)
            {
                CertificateChanges.Notice(session, address, stored.Id, certificate, sighting);
            }
        }
    }
}
