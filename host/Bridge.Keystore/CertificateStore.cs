using System.Globalization;
using Bridge.Keystore.Certificates;
using Bridge.Keystore.Certificates.Contacts;
using Bridge.Keystore.Import;
using Bridge.Keystore.Storage;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore;

/// <summary>
/// Certificates of correspondents and authorities. Nothing here is a trust decision, and nothing is silently overwritten:
/// each origin keeps its own times, and capabilities change only for a newer signed message.
/// </summary>
public sealed class CertificateStore : ICertificateDirectory
{
    /// <summary>Most certificates returned for one name or identifier; newest win. Bounds what a flood of look-alikes costs.</summary>
    private const int LookupLimit = 200;

    /// <summary>Seeing a known signer again within this time is not worth a write.</summary>
    private static readonly TimeSpan s_sightingStep = TimeSpan.FromHours(1);

    private readonly Database _database;
    private readonly TimeProvider _clock;

    internal CertificateStore(Database database, TimeProvider clock) => (_database, _clock) = (database, clock);

    public IReadOnlyList<StoredCertificate> FindByAddress(string address)
    {
        string normal = MailAddresses.Normalise(address);
        return _database.Recall("by-address", normal, session => OfAddress(session, normal));
    }

    public IReadOnlyList<Certificate> FindBySubject(ReadOnlyMemory<byte> subjectDer)
    {
        DistinguishedName name = DistinguishedName.Read(subjectDer);
        return _database.Recall("by-subject", name.Key, session => Lookup(session, "subject_key", LookupKey.OfName(name))
            .Where(c => c.SubjectName.Equals(name)).ToArray());
    }

    public IReadOnlyList<Certificate> Find(CertificateIdentifier identifier)
    {
        (string column, byte[] key) = LookupKey.Of(identifier);
        return [.. _database.Read(session => Lookup(session, column, key)).Where(identifier.Names)];
    }

    public StoredCertificate? FindByFingerprint(string sha256) => _database.Read(session => session.First(
        $"{CertificateRows.Select} WHERE c.sha256 = $sha256 GROUP BY c.id",
        CertificateRows.Read,
        ("$sha256", Columns.Fingerprint(sha256))));

    /// <exception cref="RefusalException"><c>certificate-unknown</c>.</exception>
    public Certificate Get(string sha256) => FindByFingerprint(sha256)?.Certificate ?? throw Unknown(sha256);

    /// <summary>What each origin knows about a certificate.</summary>
    public IReadOnlyList<CertificateSighting> History(string sha256) => _database.Read(session => Sightings(session, sha256));

    /// <summary>Addresses under which a certificate is found, in normal form.</summary>
    public IReadOnlyList<string> AddressesOf(string sha256) => _database.Read(session => session.Query(
        "SELECT a.address FROM addresses a JOIN certificates c ON c.id = a.certificate WHERE c.sha256 = $sha256 ORDER BY a.address",
        r => r.GetString(0),
        ("$sha256", Columns.Fingerprint(sha256))));

    /// <summary>One page of all certificates that are not just the user's own, or of those whose subject or address contains a text.</summary>
    public CertificatePage List(string? search, int offset, int limit)
    {
        (string filter, (string, object?)[] parameters) = Filter(search);
        return _database.Read(session => new CertificatePage(
            session.Query(
                $"""
                {CertificateRows.Select}
                WHERE c.id IN (SELECT c.id FROM certificates c WHERE {filter} ORDER BY c.subject, c.not_before DESC LIMIT $limit OFFSET $offset)
                GROUP BY c.id ORDER BY c.subject, c.not_before DESC
                """,
                CertificateRows.Read,
                [.. parameters, ("$limit", limit), ("$offset", offset)]),
            (int)session.Number($"SELECT count(*) FROM certificates c WHERE {filter}", parameters)));
    }

    /// <summary>Stores what the user put in: PEM, DER, or PKCS#7 without signers. All of the file or nothing.</summary>
    /// <exception cref="RefusalException"><c>file-unreadable</c>: no certificate in it.</exception>
    public CertificateImport Import(ReadOnlyMemory<byte> file, string fileName)
    {
        IReadOnlyList<Certificate> certificates = CertificateFile.Read(file, fileName);
        return new CertificateImport(certificates, Add(certificates, CertificateOrigin.Imported));
    }

    /// <summary>Stores certificates of one origin; for <see cref="CertificateOrigin.Fetched"/> intermediates, say.</summary>
    /// <returns>How many were new.</returns>
    public int Add(IReadOnlyList<Certificate> certificates, CertificateOrigin origin)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        Sighting sighting = new(origin, now);
        return _database.Write(session => certificates.Count(certificate =>
        {
            CertificateRows.Stored stored = CertificateRows.Put(session, certificate, sighting);
            ContactNotes.Learn(session, stored, certificate, [], sighting);
            return stored.Added;
        }));
    }

    public void Learn(HarvestedCertificate harvested) => Learn([harvested]);

    /// <summary>Stores what many messages taught in one transaction: for harvesting a mailbox.</summary>
    public void Learn(IReadOnlyList<HarvestedCertificate> harvested)
    {
        List<HarvestedCertificate> news = _database.Read(session => harvested.Where(h => Harvest.IsNews(session, h, s_sightingStep)).ToList());
        if (news.Count > 0)
        {
            _database.Write(session => news.ForEach(h => Harvest.Store(session, h)));
        }
    }

    /// <summary>
    /// Removes a correspondent's or authority's certificate; <see cref="ContactStore.Restore"/> brings it back with its history, but not direct trust
    /// (<see cref="ContactStore.Trust"/>), which wants a new comparison. What belongs to an own key stays.
    /// </summary>
    /// <exception cref="RefusalException"><c>certificate-unknown</c>.</exception>
    public void Remove(string sha256)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        _database.Write(session =>
        {
            RemovedCertificates.Remove(session, CertificateRows.IdOf(session, sha256) ?? throw Unknown(sha256), sha256.ToLowerInvariant(), now);
            TrustStore.DistrustDirectly(session, null, sha256);
        });
    }

    /// <summary>Certificates of correspondents, a batch at a time: there may be a million.</summary>
    internal IEnumerable<Certificate> AllOfContacts()
    {
        for (List<(long Id, byte[] Der)> batch = Batch(0); batch.Count > 0; batch = Batch(batch[^1].Id))
        {
            foreach ((_, byte[] der) in batch)
            {
                Certificate certificate = Certificate.FromDer(der);
                if (certificate.Extensions.IsAuthority != true)
                {
                    yield return certificate;
                }
            }
        }
    }

    /// <param name="session">The transaction.</param>
    /// <param name="address">In normal form.</param>
    internal static IReadOnlyList<StoredCertificate> OfAddress(Session session, string address)
    {
        List<StoredCertificate> found = session.Query(CertificateRows.SelectByAddress, CertificateRows.ReadOfAddress, ("$address", address));
        Dictionary<string, CertificateChange> changes = found.Count > 1 ? CertificateChanges.Open(session, address) : [];
        return changes.Count == 0 ? found : [.. found.Select(c => c with { Change = changes.GetValueOrDefault(c.Certificate.Sha256) })];
    }

    internal static IReadOnlyList<CertificateSighting> Sightings(Session session, string sha256) => session.Query(
        """
        SELECT o.origin, o.first_seen, o.last_seen, o.message_id, o.message_at, o.last_message_id, o.last_message_at
        FROM origins o JOIN certificates c ON c.id = o.certificate WHERE c.sha256 = $sha256 ORDER BY o.first_seen
        """,
        r => new CertificateSighting(
            CertificateRows.OriginOf(r.GetInt32(0)), r.GetTime(1), r.GetTime(2), r.GetText(3), r.GetTimeOrNull(4), r.GetText(5), r.GetTimeOrNull(6)),
        ("$sha256", Columns.Fingerprint(sha256)));

    internal static RefusalException Unknown(string sha256) => new(
        "certificate-unknown",
        RefusalKind.Usage,
        $"No such certificate: {sha256}.",
        new Dictionary<string, string> { ["sha256"] = sha256 });

    private static (string Sql, (string, object?)[] Parameters) Filter(string? search)
    {
        // An own certificate is listed among the keys, unless it came by another way too.
        string visible = string.Create(
            CultureInfo.InvariantCulture,
            $"(c.id NOT IN (SELECT certificate FROM own_keys) OR EXISTS (SELECT 1 FROM origins x WHERE x.certificate = c.id AND x.origin <> {CertificateRows.Number(CertificateOrigin.Own)}))");
        if (string.IsNullOrWhiteSpace(search))
        {
            return (visible, []);
        }

        string pattern = $"%{search.Trim().Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";
        string match = """
            (c.subject LIKE $pattern ESCAPE '\' OR c.id IN (SELECT certificate FROM addresses WHERE address LIKE $pattern ESCAPE '\'))
            """;
        return ($"{visible} AND {match}", [("$pattern", pattern)]);
    }

    private List<(long Id, byte[] Der)> Batch(long after) => _database.Read(session => session.Query(
        $"""
        SELECT id, der FROM certificates c WHERE id > $after AND EXISTS (SELECT 1 FROM origins WHERE certificate = c.id AND origin IN (1, 2))
        AND NOT EXISTS (SELECT 1 FROM own_keys WHERE certificate = c.id) ORDER BY id LIMIT {LookupLimit}
        """,
        r => (r.GetInt64(0), r.GetBytes(1)),
        ("$after", after)));

    private static List<Certificate> Lookup(Session session, string column, byte[] key) => session.Query(
        $"SELECT der FROM certificates WHERE {column} = $key ORDER BY not_before DESC LIMIT {LookupLimit}",
        r => Certificate.FromDer(r.GetBytes(0)),
        ("$key", key));
}
