using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.TestKit.Fakes;

/// <summary>Correspondents' certificates in memory. Keeps every lesson in <see cref="Learned"/>.</summary>
public sealed class FakeDirectory : ICertificateDirectory
{
    private readonly List<StoredCertificate> _stored = [];

    public List<HarvestedCertificate> Learned { get; } = [];

    public void Add(
        Certificate certificate,
        SmimeCapabilities? capabilities = null,
        DateTimeOffset? capabilitiesSignedAt = null,
        CertificateOrigin origin = CertificateOrigin.Imported,
        DateTimeOffset? seen = null) =>
        Put(new StoredCertificate(certificate, origin, seen ?? default, seen ?? default, null, capabilities, capabilitiesSignedAt));

    public void Add(StoredCertificate stored) => Put(stored);

    public IReadOnlyList<StoredCertificate> FindByAddress(string address) =>
        [.. _stored.Where(s => s.Certificate.Addresses.Contains(address, StringComparer.OrdinalIgnoreCase)).OrderByDescending(s => s.Certificate.NotBefore)];

    public IReadOnlyList<Certificate> FindBySubject(ReadOnlyMemory<byte> subjectDer) =>
        [.. _stored.Select(s => s.Certificate).Where(c => c.SubjectName.Key == DistinguishedName.KeyOf(subjectDer))];

    public IReadOnlyList<Certificate> Find(CertificateIdentifier identifier) =>
        [.. _stored.Select(s => s.Certificate).Where(identifier.Names)];

    public StoredCertificate? FindByFingerprint(string sha256) => _stored.FirstOrDefault(s => s.Certificate.Sha256 == sha256);

    public void Learn(HarvestedCertificate harvested)
    {
        Learned.Add(harvested);
        StoredCertificate? known = FindByFingerprint(harvested.Certificate.Sha256);
        Put(new StoredCertificate(
            harvested.Certificate,
            known?.Origin ?? CertificateOrigin.Harvested,
            known?.FirstSeen ?? harvested.SeenAt,
            harvested.SeenAt,
            harvested.MessageId,
            harvested.Capabilities ?? known?.Capabilities,
            harvested.Capabilities is null ? known?.CapabilitiesSignedAt : harvested.SignedAt,
            known?.Chosen ?? false,
            harvested.Stated ? harvested.SignedAt : known?.StatedAt,
            known?.Change));
    }

    private void Put(StoredCertificate certificate)
    {
        _stored.RemoveAll(s => s.Certificate.Equals(certificate.Certificate));
        _stored.Add(certificate);
    }
}
