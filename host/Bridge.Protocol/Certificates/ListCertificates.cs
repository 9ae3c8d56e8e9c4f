using System.Text.Json.Serialization;
using Bridge.Protocol.Json;
using Bridge.Protocol.Values;

namespace Bridge.Protocol.Certificates;

/// <summary>Lists the certificates of correspondents and intermediates.</summary>
/// <param name="Id">The request.</param>
/// <param name="Offset">How many to skip.</param>
/// <param name="Limit">How many to tell, 1 to 200.</param>
/// <param name="Search">Part of an address or subject; absent for all.</param>
public sealed record ListCertificates(long Id, int Offset, int Limit, string? Search = null) : Request<CertificateList>(Id);

/// <param name="Certificates">This page, last seen first.</param>
/// <param name="Total">How many there are in all.</param>
public sealed record CertificateList(IReadOnlyList<CorrespondentCertificate> Certificates, long Total);

/// <param name="Certificate">The certificate.</param>
/// <param name="Origin">Where it came from. None of these is a trust decision.</param>
/// <param name="FirstSeen">When it was first seen.</param>
/// <param name="LastSeen">When it was last seen.</param>
/// <param name="Chain">Its path, as of now.</param>
/// <param name="SourceMessageId">Message-ID of the mail it was collected from.</param>
public sealed record CorrespondentCertificate(
    CertificateSummary Certificate,
    CertificateOrigin Origin,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    ChainStatus Chain,
    string? SourceMessageId = null);

[JsonConverter(typeof(KebabCaseEnum<CertificateOrigin>))]
public enum CertificateOrigin
{
    Harvested,
    Imported,
    Own,
    Fetched,
}
