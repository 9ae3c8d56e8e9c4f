using Bridge.Smime.Values;

namespace Bridge.Smime.Ports;

/// <summary>Where a stored certificate came from. Harvested, imported and trusted are different facts.</summary>
public enum CertificateOrigin
{
    /// <summary>Collected from a verified signed mail.</summary>
    Harvested,
    /// <summary>Put in by the user.</summary>
    Imported,
    /// <summary>Belongs to an own key or came in its PKCS#12 file.</summary>
    Own,
    /// <summary>Fetched by authority information access.</summary>
    Fetched,
}

/// <summary>One certificate of a correspondent or an intermediate authority with what is known about it.</summary>
public sealed record StoredCertificate(
    Certificate Certificate,
    CertificateOrigin Origin,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    string? SourceMessageId,
    SmimeCapabilities? Capabilities,
    DateTimeOffset? CapabilitiesSignedAt);

/// <summary>Certificates that are not own keys: correspondents and intermediates.</summary>
public interface ICertificateDirectory
{
    /// <summary>Certificates stored for a normalised mail address, newest first. Not a trust decision.</summary>
    IReadOnlyList<StoredCertificate> FindByAddress(string address);

    /// <summary>Certificates with this subject; names are compared by <see cref="DistinguishedName.Key"/>, not by their bytes.</summary>
    IReadOnlyList<Certificate> FindBySubject(ReadOnlyMemory<byte> subjectDer);

    IReadOnlyList<Certificate> Find(CertificateIdentifier identifier);

    StoredCertificate? FindByFingerprint(string sha256);

    /// <summary>Adds or refreshes what harvesting learned from a verified message. Never called for an altered one.</summary>
    void Learn(HarvestedCertificate harvested);
}

/// <summary>What one verified signature teaches about its signer.</summary>
public sealed record HarvestedCertificate(
    Certificate Certificate,
    IReadOnlyList<string> Addresses,
    IReadOnlyList<Certificate> Intermediates,
    SmimeCapabilities? Capabilities,
    DateTimeOffset SignedAt,
    DateTimeOffset SeenAt,
    string? MessageId);
