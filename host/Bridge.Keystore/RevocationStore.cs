using System.Security.Cryptography;
using Bridge.Keystore.Import;
using Bridge.Keystore.RevocationData;
using Bridge.Keystore.Storage;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Org.BouncyCastle.Math;

namespace Bridge.Keystore;

/// <summary>
/// Revocation lists and OCSP answers at hand. What the user added is replaced only by what the user adds: data fetched over
/// an open network never pushes it out.
/// </summary>
public sealed class RevocationStore : IRevocationStore
{
    private readonly Database _database;
    private readonly TimeProvider _clock;

    internal RevocationStore(Database database, TimeProvider clock) => (_database, _clock) = (database, clock);

    public IReadOnlyList<ReadOnlyMemory<byte>> FindCrls(ReadOnlyMemory<byte> issuerDer) => _database.Read(session => session.Query(
        "SELECT der FROM crls WHERE issuer_key = $issuer ORDER BY this_update DESC",
        r => (ReadOnlyMemory<byte>)r.GetBytes(0),
        ("$issuer", LookupKey.OfName(issuerDer))));

    /// <summary>Adds a list that the user put in, DER or PEM.</summary>
    /// <exception cref="RefusalException"><c>file-unreadable</c>.</exception>
    public StoredCrl Add(ReadOnlyMemory<byte> file, string fileName)
    {
        try
        {
            ReadOnlyMemory<byte> der = Pem.Read(file).FirstOrDefault(b => b.Label == "X509 CRL")?.Content ?? file;
            CrlFacts facts = CrlFacts.Read(der);
            DateTimeOffset now = _clock.GetUtcNow();
            Save(facts, null, now);
            return Describe(facts, null, now);
        }
        catch (MalformedException e)
        {
            throw ImportRefusals.Unreadable(fileName, e.Message, e);
        }
    }

    public IReadOnlyList<StoredCrl> List() => _database.Read(session => session.Query(
        "SELECT der, source, fetched_at FROM crls ORDER BY issuer_key, this_update DESC",
        r => Describe(CrlFacts.Read(r.GetBytes(0)), r.GetText(1), r.GetTime(2))));

    /// <exception cref="MalformedException">Code <c>crl-malformed</c>.</exception>
    public void SaveCrl(ReadOnlyMemory<byte> crlDer, string? source, DateTimeOffset fetchedAt) =>
        Save(CrlFacts.Read(crlDer), source, fetchedAt);

    public void Remove(string sha256) => _database.Write(session =>
        session.Execute("DELETE FROM crls WHERE sha256 = $sha256", ("$sha256", Columns.Fingerprint(sha256))));

    public ReadOnlyMemory<byte>? FindOcsp(string certificateSha256) => _database.Read(session => session.First(
        "SELECT response FROM ocsp WHERE certificate = $certificate",
        r => (ReadOnlyMemory<byte>?)r.GetBytes(0),
        ("$certificate", Columns.Fingerprint(certificateSha256))));

    public void SaveOcsp(string certificateSha256, ReadOnlyMemory<byte> response, DateTimeOffset fetchedAt) => _database.Write(session =>
        session.Execute(
            """
            INSERT INTO ocsp (certificate, response, fetched_at) VALUES ($certificate, $response, $at)
            ON CONFLICT (certificate) DO UPDATE SET response = excluded.response, fetched_at = excluded.fetched_at
            """,
            ("$certificate", Columns.Fingerprint(certificateSha256)),
            ("$response", response.ToArray()),
            ("$at", fetchedAt.Store())));

    private void Save(CrlFacts facts, string? source, DateTimeOffset fetchedAt) => _database.Write(session =>
    {
        session.Execute(
            """
            INSERT INTO crls (sha256, der, issuer_key, scope, number, this_update, next_update, source, fetched_at)
            VALUES ($sha256, $der, $issuer, $scope, $number, $thisUpdate, $nextUpdate, $source, $at)
            ON CONFLICT (sha256) DO UPDATE SET fetched_at = excluded.fetched_at,
              source = CASE WHEN source IS NULL OR excluded.source IS NULL THEN NULL ELSE excluded.source END
            """,
            ("$sha256", SHA256.HashData(facts.Der)),
            ("$der", facts.Der),
            ("$issuer", facts.IssuerKey),
            ("$scope", facts.Scope),
            ("$number", facts.Number?.ToByteArrayUnsigned()),
            ("$thisUpdate", facts.ThisUpdate.Store()),
            ("$nextUpdate", facts.NextUpdate?.Store()),
            ("$source", source),
            ("$at", fetchedAt.Store()));
        DropOlder(session, facts, source);
    });

    // Only a list that says by number and date that it is the older one of the same kind goes.
    private static void DropOlder(Session session, CrlFacts facts, string? source)
    {
        if (facts.Number is not { } number)
        {
            return;
        }

        List<(byte[] Sha256, BigInteger Number)> older = session.Query(
            """
            SELECT sha256, number FROM crls WHERE issuer_key = $issuer AND scope = $scope AND number IS NOT NULL
            AND this_update < $thisUpdate AND (source IS NULL) = $fromUser
            """,
            r => (r.GetBytes(0), new BigInteger(1, r.GetBytes(1))),
            ("$issuer", facts.IssuerKey),
            ("$scope", facts.Scope),
            ("$thisUpdate", facts.ThisUpdate.Store()),
            ("$fromUser", source is null));
        foreach ((byte[] sha256, BigInteger _) in older.Where(o => o.Number.CompareTo(number) < 0))
        {
            session.Execute("DELETE FROM crls WHERE sha256 = $sha256", ("$sha256", sha256));
        }
    }

    private static StoredCrl Describe(CrlFacts facts, string? source, DateTimeOffset fetchedAt) => new(
        Convert.ToHexStringLower(SHA256.HashData(facts.Der)),
        facts.Issuer,
        facts.ThisUpdate,
        facts.NextUpdate,
        facts.Number?.ToString(),
        facts.IsDelta,
        source,
        fetchedAt);
}
