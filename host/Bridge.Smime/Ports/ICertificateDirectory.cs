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
/// <param name="Chosen">The user chose it for the address that was asked for.</param>
/// <param name="StatedAt">Signing time of the newest message in which the owner of that address named it for encryption; null when another one is named.</param>
/// <param name="Change">That it came in place of another certificate of that address, until the user has acknowledged it.</param>
public sealed record StoredCertificate(
    Certificate Certificate,
    CertificateOrigin Origin,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    string? SourceMessageId,
    SmimeCapabilities? Capabilities,
    DateTimeOffset? CapabilitiesSignedAt,
    bool Chosen = false,
    DateTimeOffset? StatedAt = null,
    CertificateChange? Change = null);

/// <summary>A new certificate of an address whose earlier one, for the same use, was still valid and had another key or another issuer.</summary>
/// <param name="PreviousSha256">The earlier certificate.</param>
/// <param name="What">What differs: <c>key</c>, <c>issuer</c> or <c>key-and-issuer</c>.</param>
/// <param name="At">When it was noticed.</param>
public sealed record CertificateChange(string PreviousSha256, string What, DateTimeOffset At)
{
    /// <summary><see cref="What"/>: another key from the same authority.</summary>
    public const string Key = "key";
}

/// <summary>Certificates that are not own keys: correspondents and intermediates.</summary>
public interface ICertificateDirectory
{
    /// <summary>
    /// Certificates stored for a normalised mail address in the order in which they are tried for encryption: the chosen one, the
    /// one that its owner named last, then the newest first. Not a trust decision.
    /// </summary>
    IReadOnlyList<StoredCertificate> FindByAddress(string address);

    /// <summary>Certificates with this subject; names are compared by <see cref="DistinguishedName.Key"/>, not by their bytes.</summary>
    IReadOnlyList<Certificate> FindBySubject(ReadOnlyMemory<byte> subjectDer);

    IReadOnlyList<Certificate> Find(CertificateIdentifier identifier);

    StoredCertificate? FindByFingerprint(string sha256);

    /// <summary>Adds or refreshes what harvesting learned from a verified message. Never called for an altered one.</summary>
    void Learn(HarvestedCertificate harvested);
}

/// <summary>What one verified signature teaches about its signer.</summary>
/// <param name="Stated">The signer named this very certificate for encryption (RFC 8551 section 2.5.3).</param>
public sealed record HarvestedCertificate(
    Certificate Certificate,
    IReadOnlyList<string> Addresses,
    IReadOnlyList<Certificate> Intermediates,
    SmimeCapabilities? Capabilities,
    DateTimeOffset SignedAt,
    DateTimeOffset SeenAt,
    string? MessageId,
    bool Stated = false);
