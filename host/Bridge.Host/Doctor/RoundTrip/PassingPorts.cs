using Bridge.Keystore.Keys;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Host.Doctor.RoundTrip;

/// <summary>The ports of the message layer over one passing identity: nothing is stored, nothing else is known.</summary>
internal sealed class PassingPorts(PassingIdentity identity) : IKeyRing, ICertificateDirectory, IAnchorStore
{
    private readonly OwnKey _key = new("probe", identity.Certificate);

    public IReadOnlyList<OwnKey> List() => [_key];

    public IReadOnlyList<OwnKey> Find(CertificateIdentifier identifier) => identifier.Names(identity.Certificate) ? [_key] : [];

    public OwnKey? SigningKeyFor(string address, DateTimeOffset at) => address == PassingIdentity.Address ? _key : null;

    public OwnKey? EncryptionKeyFor(string address, DateTimeOffset at) => SigningKeyFor(address, at);

    public ISigningKey OpenSigning(OwnKey key) => SoftwareKey.FromPkcs8(identity.Pkcs8, identity.Certificate);

    public IDecryptionKey OpenDecryption(OwnKey key) => SoftwareKey.FromPkcs8(identity.Pkcs8, identity.Certificate);

    IReadOnlyList<StoredCertificate> ICertificateDirectory.FindByAddress(string address) => [];

    IReadOnlyList<Certificate> ICertificateDirectory.FindBySubject(ReadOnlyMemory<byte> subjectDer) => [];

    IReadOnlyList<Certificate> ICertificateDirectory.Find(CertificateIdentifier identifier) => [];

    StoredCertificate? ICertificateDirectory.FindByFingerprint(string sha256) => null;

    void ICertificateDirectory.Learn(HarvestedCertificate harvested)
    {
    }

    IReadOnlyList<TrustAnchor> IAnchorStore.Find(ReadOnlyMemory<byte> subjectDer) =>
        subjectDer.Span.SequenceEqual(identity.Authority.SubjectDer.Span) ? [new TrustAnchor(identity.Authority, "user")] : [];

    IReadOnlyList<TrustAnchor> IAnchorStore.List() => [new TrustAnchor(identity.Authority, "user")];
}
