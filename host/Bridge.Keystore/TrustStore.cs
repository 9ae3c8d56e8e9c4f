using Bridge.Keystore.Certificates.Contacts;
using Bridge.Keystore.Storage;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore;

/// <summary>Trust anchors that the user added by hand. The roots that come with the product are another store's.</summary>
public sealed class TrustStore : IAnchorStore
{
    private const string Insert =
        "INSERT INTO anchors (sha256, der, subject_key, added_at, only_for) VALUES ($sha256, $der, $subject, $at, $onlyFor)";

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
        RequireConfirmed(certificate, confirmedSha256);
        _database.Write(session => session.Execute(
            $"{Insert} ON CONFLICT DO UPDATE SET only_for = NULL", Row(certificate, null, _clock.GetUtcNow())));
        return new TrustAnchor(certificate, "user");
    }

    /// <summary>Removes an anchor; where it was direct trust, the comparison that it rests on is taken back with it.</summary>
    /// <exception cref="RefusalException"><c>certificate-unknown</c>: not an anchor of the user's.</exception>
    public void Remove(string sha256)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        _database.Write(session =>
        {
            (string, object?) which = ("$sha256", Columns.Fingerprint(sha256));
            string? address = session.First("SELECT only_for FROM anchors WHERE sha256 = $sha256", r => r.GetText(0), which);
            if (session.Execute("DELETE FROM anchors WHERE sha256 = $sha256", which) == 0)
            {
                throw CertificateStore.Unknown(sha256);
            }

            if (address is not null)
            {
                Comparisons.Withdraw(session, address, sha256, now);
            }
        });
    }

    /// <summary>Trusts a certificate by itself for an address. One that is trusted as an authority stays so.</summary>
    internal static void TrustDirectly(Session session, Certificate certificate, string address, DateTimeOffset now) =>
        session.Execute($"{Insert} ON CONFLICT DO NOTHING", Row(certificate, address, now));

    /// <summary>Takes direct trust back: for an address, or whatever address it was for.</summary>
    internal static void DistrustDirectly(Session session, string? address, string sha256) => session.Execute(
        "DELETE FROM anchors WHERE sha256 = $sha256 AND only_for = coalesce($address, only_for)",
        ("$sha256", Columns.Fingerprint(sha256)),
        ("$address", address));

    internal static void RequireConfirmed(Certificate certificate, string? sha256)
    {
        if (sha256 is not null && !string.Equals(sha256, certificate.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusalException("fingerprint-mismatch", RefusalKind.Usage, "The certificate is not the one that was confirmed.");
        }
    }

    private static List<TrustAnchor> Query(Session session, string where, params ReadOnlySpan<(string, object?)> parameters) => session.Query(
        $"SELECT der, only_for FROM anchors {where}",
        r => new TrustAnchor(Certificate.FromDer(r.GetBytes(0)), "user", OnlyFor: r.GetText(1)),
        parameters);

    private static (string, object?)[] Row(Certificate certificate, string? onlyFor, DateTimeOffset now) =>
    [
        ("$sha256", Columns.Fingerprint(certificate.Sha256)),
        ("$der", certificate.Der.ToArray()),
        ("$subject", LookupKey.OfName(certificate.SubjectName)),
        ("$at", now.Store()),
        ("$onlyFor", onlyFor),
    ];
}
