using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Certificates;

/// <summary>One page of a listing.</summary>
/// <param name="Certificates">In order of subject, then newest first.</param>
/// <param name="Total">How many there are on all pages.</param>
public sealed record CertificatePage(IReadOnlyList<StoredCertificate> Certificates, int Total);

/// <summary>What one origin knows about a certificate: harvested, imported and fetched are different facts.</summary>
/// <param name="MessageId">Message that it was first seen in.</param>
/// <param name="MessageAt">Signing time that this message claims.</param>
/// <param name="LastMessageId">Newest message that it came with, by signing time.</param>
/// <param name="LastMessageAt">Signing time of that one.</param>
public sealed record CertificateSighting(
    CertificateOrigin Origin,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    string? MessageId,
    DateTimeOffset? MessageAt = null,
    string? LastMessageId = null,
    DateTimeOffset? LastMessageAt = null);

/// <summary>What an import of certificates brought.</summary>
/// <param name="Certificates">All certificates of the file, known ones too.</param>
/// <param name="Added">How many of them were new.</param>
public sealed record CertificateImport(IReadOnlyList<Certificate> Certificates, int Added);
