using Bridge.Protocol.Values;

namespace Bridge.Protocol.Certificates;

/// <summary>Imports correspondents' certificates; content in: PEM, DER or a certs-only CMS file.</summary>
/// <param name="Id">The request.</param>
/// <param name="FileName">Name of the file without its folder.</param>
public sealed record ImportCertificates(long Id, string FileName) : Request<CertificatesImported>(Id), ICarryContent;

/// <param name="Certificates">All certificates of the file, those that were there already included.</param>
public sealed record CertificatesImported(IReadOnlyList<CertificateSummary> Certificates);
