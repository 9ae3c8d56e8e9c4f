using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Building;

/// <summary>A certificate that may have issued another; <paramref name="Anchor"/> is set when it is one.</summary>
internal sealed record Issuer(PathLink Link, TrustAnchor? Anchor);

/// <summary>Finds candidate issuers among anchors, the message, the store and what was fetched, likeliest first.</summary>
internal sealed class IssuerSource(IAnchorStore anchors, ICertificateDirectory? directory, IEnumerable<Certificate> fromMessage, DateTimeOffset at)
{
    // A name that thousands of certificates share is no reason to look at them all.
    private const int MaximumPerName = 100;

    private readonly Dictionary<string, List<Issuer>> _byName = [];
    private readonly Dictionary<string, List<PathLink>> _offered = fromMessage.Distinct()
        .GroupBy(c => c.SubjectName.Key)
        .ToDictionary(g => g.Key, g => g.Select(c => new PathLink(c, "message")).ToList());

    /// <summary>Adds a certificate fetched by authority information access.</summary>
    public void AddFetched(Certificate certificate)
    {
        string name = certificate.SubjectName.Key;
        _offered.TryAdd(name, []);
        _offered[name].Add(new PathLink(certificate, "aia"));
        _byName.Remove(name);
    }

    public IEnumerable<Issuer> IssuersOf(Certificate certificate)
    {
        ReadOnlyMemory<byte>? wanted = Validation.CertificateProfile.Of(certificate).AuthorityKeyIdentifier;
        return Named(certificate.IssuerDer, certificate.IssuerName).OrderBy(i => Rank(i, wanted));
    }

    /// <summary>Every known certificate with this subject, anchors first.</summary>
    public IReadOnlyList<Issuer> Named(ReadOnlyMemory<byte> nameDer, DistinguishedName name)
    {
        if (!_byName.TryGetValue(name.Key, out List<Issuer>? found))
        {
            _byName[name.Key] = found = Collect(nameDer, name);
        }

        return found;
    }

    /// <summary>The anchor that is this very certificate, if it is one.</summary>
    public TrustAnchor? AnchorFor(Certificate certificate) =>
        anchors.Find(certificate.SubjectDer).FirstOrDefault(a => a.Certificate.Equals(certificate));

    private List<Issuer> Collect(ReadOnlyMemory<byte> nameDer, DistinguishedName name)
    {
        IEnumerable<Issuer> trusted = anchors.Find(nameDer).Where(a => a.OnlyFor is null).Select(a => new Issuer(new PathLink(a.Certificate, a.Source), a));
        IEnumerable<PathLink> stored = directory?.FindBySubject(nameDer).Select(c => new PathLink(c, "store")) ?? [];
        IEnumerable<PathLink> others = _offered.GetValueOrDefault(name.Key, []).Concat(stored);
        return [.. trusted.Concat(others.Select(l => new Issuer(l, null))).DistinctBy(i => i.Link.Certificate.Sha256).Take(MaximumPerName)];
    }

    private int Rank(Issuer issuer, ReadOnlyMemory<byte>? wantedKey)
    {
        Certificate certificate = issuer.Link.Certificate;
        bool otherKey = wantedKey is { } wanted && certificate.SubjectKeyIdentifier is { } own && !own.Span.SequenceEqual(wanted.Span);
        bool outOfTime = at < certificate.NotBefore || at > certificate.NotAfter;
        return (otherKey ? 4 : 0) + (outOfTime ? 2 : 0) + (issuer.Anchor is null ? 1 : 0);
    }
}
