using Bridge.Keystore.Storage;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore;

/// <summary>Trust anchors that the user added by hand. The roots that come with the product are another store's.</summary>
public sealed class TrustStore : IAnchorStore
{
    private readonly Database _database;
    private readonly TimeProvider _clock;

    internal TrustStore(Database database, TimeProvider clock) => (_database, _clock) = (database, clock);

    public IReadOnlyList<TrustAnchor> Find(ReadOnlyMemory<byte> subjectDer)
    {
        DistinguishedName name = DistinguishedName.Read(subjectDer);
        return _database.Recall("anchors-named", name.Key, session => Query(session, "WHERE subject_key = $key", ("$key", LookupKey.OfName(name)))
            .Where(a => a.Certificate.SubjectName.Equals(name)).ToArray());
    }

    public IReadOnlyList<TrustAnchor> List() => _database.Read(session => Query(session, "ORDER BY added_at, sha256"));

    /// <summary>Trusts a certificate for mail. Adding it again changes nothing.</summary>
    /// <param name="confirmedSha256">The fingerprint that the user saw and confirmed; null where the file itself is the confirmation (command line).</param>
    /// <exception cref="RefusalException"><c>fingerprint-mismatch</c>: it is not the certificate that was confirmed.</exception>
    public TrustAnchor Add(Certificate certificate, string? confirmedSha256 = null)
    {
        if (confirmedSha256 is not null && !string.Equals(confirmedSha256, certificate.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusalException("fingerprint-mismatch", RefusalKind.Usage, "The certificate is not the one that was confirmed.");
        }

        _database.Write(session => session.Execute(
            "INSERT INTO anchors (sha256, der, subject_key, added_at) VALUES ($sha256, $der, $subject, $at) ON CONFLICT DO NOTHING",
            ("$sha256", Columns.Fingerprint(certificate.Sha256)),
            ("$der", certificate.Der.ToArray()),
            ("$subject", LookupKey.OfName(certificate.SubjectName)),
            ("$at", _clock.GetUtcNow().Store())));
        return new TrustAnchor(certificate, "user");
    }

    /// <exception cref="RefusalException"><c>certificate-unknown</c>: not an anchor of the user's.</exception>
    public void Remove(string sha256)
    {
        int removed = _database.Write(session => session.Execute("DELETE FROM anchors WHERE sha256 = $sha256", ("$sha256", Columns.Fingerprint(sha256))));
        if (removed == 0)
        {
            throw CertificateStore.Unknown(sha256);
        }
    }

    private static List<TrustAnchor> Query(Session session, string where, params ReadOnlySpan<(string, object?)> parameters) => session.Query(
        $"SELECT der FROM anchors {where}",
        r => new TrustAnchor(Certificate.FromDer(r.GetBytes(0)), "user"),
        parameters);
}
