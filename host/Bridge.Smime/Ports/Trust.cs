using Bridge.Smime.Values;

namespace Bridge.Smime.Ports;

/// <summary>A trust anchor for mail. Every anchor says where it comes from.</summary>
/// <param name="Certificate">The anchor's certificate.</param>
/// <param name="Source"><c>user</c>, <c>mozilla</c> or <c>system</c>.</param>
/// <param name="DistrustAfter">Mail certificates issued after this moment are not trusted (Mozilla's distrust-after).</param>
/// <param name="OnlyFor">
/// Set for direct trust: the certificate counts by itself for this address, because the user compared it with that person, and vouches for
/// no other certificate, whatever it says it may issue.
/// </param>
public sealed record TrustAnchor(Certificate Certificate, string Source, DateTimeOffset? DistrustAfter = null, string? OnlyFor = null);

/// <summary>Trust anchors for mail, according to policy.</summary>
public interface IAnchorStore
{
    /// <summary>Anchors with this subject; names are compared by <see cref="DistinguishedName.Key"/>, not by their bytes.</summary>
    IReadOnlyList<TrustAnchor> Find(ReadOnlyMemory<byte> subjectDer);

    IReadOnlyList<TrustAnchor> List();
}

/// <summary>Revocation data at hand: added by the user or cached from an earlier fetch.</summary>
public interface IRevocationStore
{
    /// <summary>DER CertificateLists whose issuer field equals this name (compared by <see cref="DistinguishedName.Key"/>). Indirect CRLs are found by their own issuer.</summary>
    IReadOnlyList<ReadOnlyMemory<byte>> FindCrls(ReadOnlyMemory<byte> issuerDer);

    void SaveCrl(ReadOnlyMemory<byte> crlDer, string? source, DateTimeOffset fetchedAt);

    /// <summary>A cached OCSP response (DER OCSPResponse) for this certificate's CertID key, or null.</summary>
    ReadOnlyMemory<byte>? FindOcsp(string certificateSha256);

    void SaveOcsp(string certificateSha256, ReadOnlyMemory<byte> response, DateTimeOffset fetchedAt);
}

/// <summary>Why trust data is fetched; it decides how far the address in the certificate is believed.</summary>
public enum FetchPurpose
{
    /// <summary>A missing issuer: the address stands in a certificate that nobody vouches for yet.</summary>
    Issuer,
    /// <summary>Revocation data: the address stands in a certificate with an otherwise good path to an anchor.</summary>
    Revocation,
}

/// <summary>
/// Network look-ups for trust data: size- and time-limited, never following to other protocols. Null in offline use;
/// not called when <c>network.enabled</c> is false.
/// </summary>
public interface ITrustDataFetcher
{
    /// <summary>GET of a CRL or an AIA certificate over http. Null when it could not be had; never throws for network trouble.</summary>
    ReadOnlyMemory<byte>? Get(Uri uri, FetchPurpose purpose, int maximumBytes, CancellationToken cancellationToken);

    /// <summary>POST of an OCSP request. Null when it could not be had.</summary>
    ReadOnlyMemory<byte>? PostOcsp(Uri uri, ReadOnlyMemory<byte> request, int maximumBytes, CancellationToken cancellationToken);
}

/// <summary>Our own record of the first time a message's signature verified, so that a good old mail does not turn bad.</summary>
public interface IVerificationLog
{
    /// <summary>When this exact signature by this certificate was first found valid; null when it never was.</summary>
    DateTimeOffset? FirstValid(string signatureSha256, string certificateSha256);

    void RecordValid(string signatureSha256, string certificateSha256, DateTimeOffset at);
}
