using Bridge.Keystore.Certificates;
using Bridge.Keystore.Certificates.Contacts;
using Bridge.Keystore.Storage;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore;

/// <summary>
/// Correspondents: which certificates an address has and had, how they came in, and what the user decided about them. A choice
/// (<see cref="CorrespondentStore.Choose"/>), an acknowledgement and a comparison are facts of their own; none of them makes a certificate valid that does not lead to an
/// anchor. <see cref="Trust"/> does: it makes the certificate its own anchor, for one address.
/// </summary>
public sealed class ContactStore
{
    private readonly Database _database;
    private readonly CertificateStore _certificates;
    private readonly TimeProvider _clock;

    internal ContactStore(Database database, CertificateStore certificates, TimeProvider clock) =>
        (_database, _certificates, _clock) = (database, certificates, clock);

    /// <summary>One page of correspondents: all, or those in whose address or name every word of the search begins a word.</summary>
    /// <param name="search">Null or empty for all.</param>
    /// <param name="after">Address after which the page begins; null for the first page.</param>
    /// <param name="limit">Most correspondents on a page.</param>
    public ContactPage List(string? search, string? after, int limit)
    {
        string? words = ContactRows.Words(search);
        if (words is { Length: 0 })
        {
            return new ContactPage([], false, false);
        }

        (string, object?)[] page = [("$after", MailAddresses.Normalise(after ?? "")), ("$limit", limit + 1)];
        (string, object?)[] find = [("$words", words), ("$most", ContactRows.MostFound)];
        return _database.Read(session =>
        {
            List<Contact> found = session.Query(
                words is null ? ContactRows.Page : ContactRows.FoundPage,
                ContactRows.Read,
                words is null ? page : [.. page, .. find]);
            bool cut = words is not null && session.Number(
                "SELECT count(*) FROM (SELECT 1 FROM contact_words WHERE contact_words MATCH $words LIMIT $most)", find) == ContactRows.MostFound;
            return new ContactPage([.. found.Take(limit)], found.Count > limit, cut);
        });
    }

    /// <summary>All that is known about an address, removed certificates' events too.</summary>
    public ContactHistory Show(string address)
    {
        string normal = MailAddresses.Normalise(address);
        return _database.Read(session => new ContactHistory(
            normal,
            [.. CertificateStore.OfAddress(session, normal).Select(c => new ContactCertificate(
                c, CertificateStore.Sightings(session, c.Certificate.Sha256), Comparisons.Find(session, normal, c.Certificate.Sha256)))],
            ContactEvents.Of(session, normal)));
    }

    /// <summary>Keeps that the user compared the fingerprint with the person, or that this no longer holds. A comparison also acknowledges.</summary>
    /// <exception cref="RefusalException"><c>certificate-unknown</c>: not one of this address.</exception>
    public void Compare(string address, string sha256, bool same)
    {
        string normal = MailAddresses.Normalise(address);
        DateTimeOffset now = _clock.GetUtcNow();
        _database.Write(session =>
        {
            Require(session, normal, sha256);
            if (same)
            {
                RecordComparison(session, normal, sha256, now);
            }
            else
            {
                Comparisons.Withdraw(session, normal, sha256, now);
                TrustStore.DistrustDirectly(session, normal, sha256);
            }
        });
    }

    /// <summary>
    /// Keeps that the user compared the fingerprint with the person, of a certificate that leads to no authority, and trusts it by itself for
    /// that address. <see cref="Compare"/> and <see cref="TrustStore.Remove"/> take it back.
    /// </summary>
    /// <param name="address">The correspondent.</param>
    /// <param name="certificate">It must name this address and no other.</param>
    /// <param name="comparedSha256">The fingerprint that the user compared.</param>
    /// <exception cref="RefusalException"><c>trust-foreign</c>: it names other addresses; <c>fingerprint-mismatch</c>.</exception>
    public void Trust(string address, Certificate certificate, string comparedSha256)
    {
        string normal = MailAddresses.Normalise(address);
        TrustStore.RequireConfirmed(certificate, comparedSha256);
        List<string> named = [.. CertificateRows.AddressesOf(certificate)];
        if (named.Count == 0 || named.Exists(a => !MailAddresses.Same(a, normal)))
        {
            throw new RefusalException(
                "trust-foreign",
                RefusalKind.Usage,
                $"The certificate does not name {normal} alone.",
                new Dictionary<string, string> { ["address"] = normal, ["addresses"] = string.Join(", ", named) });
        }

        DateTimeOffset now = _clock.GetUtcNow();
        Sighting sighting = new(CertificateOrigin.Imported, now);
        _database.Write(session =>
        {
            ContactRows.Ensure(session, normal, now);
            ContactNotes.Learn(session, CertificateRows.Put(session, certificate, sighting), certificate, [normal], sighting);
            TrustStore.TrustDirectly(session, certificate, normal, now);
            RecordComparison(session, normal, certificate.Sha256, now);
        });
    }

    /// <summary>Keeps that the user has seen that the address has another certificate now. Doing it again changes nothing.</summary>
    /// <exception cref="RefusalException"><c>certificate-unknown</c>: not one of this address.</exception>
    public void Acknowledge(string address, string sha256)
    {
        string normal = MailAddresses.Normalise(address);
        DateTimeOffset now = _clock.GetUtcNow();
        _database.Write(session =>
        {
            Require(session, normal, sha256);
            if (CertificateChanges.Acknowledge(session, normal, sha256, now))
            {
                ContactEvents.Add(session, normal, ContactEvents.Acknowledged, now, sha256);
            }

            ForgetOther(session, normal, sha256);
        });
    }

    /// <summary>Undoes a removal: certificate, history and choice are as before.</summary>
    /// <exception cref="RefusalException"><c>certificate-unknown</c>: it was not removed, or more than 30 days ago.</exception>
    public void Restore(string sha256)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        _database.Write(session =>
        {
            if (!RemovedCertificates.Restore(session, sha256.ToLowerInvariant(), now))
            {
                throw CertificateStore.Unknown(sha256);
            }
        });
    }

    /// <summary>The certificates of one address, or of everybody: for a bundle. Authorities and own certificates are left out.</summary>
    public IEnumerable<Certificate> Export(string? address) => address is null
        ? _certificates.AllOfContacts()
        : _certificates.FindByAddress(address).Select(c => c.Certificate);

    // Whoever has acknowledged a certificate need not be told once more that another one was encrypted to last.
    private static void ForgetOther(Session session, string address, string sha256) => session.Execute(
        "UPDATE recipient_certificates SET used = NULL WHERE address = $address AND used <> $certificate", Which(address, sha256));

    private static void RecordComparison(Session session, string address, string sha256, DateTimeOffset now)
    {
        Comparisons.Record(session, address, sha256, now);
        CertificateChanges.Acknowledge(session, address, sha256, now);
        ForgetOther(session, address, sha256);
    }

    private static Certificate Require(Session session, string address, string sha256) => session.First(
        "SELECT c.der FROM certificates c JOIN addresses a ON a.certificate = c.id WHERE c.sha256 = $certificate AND a.address = $address",
        r => Certificate.FromDer(r.GetBytes(0)),
        Which(address, sha256)) ?? throw CertificateStore.Unknown(sha256);

    private static (string, object?)[] Which(string address, string sha256) => [("$address", address), ("$certificate", Columns.Fingerprint(sha256))];
}
