using System.Text.Json.Serialization;
using Bridge.Protocol.Json;

namespace Bridge.Protocol.Certificates;

/// <summary>Writes certificates of correspondents as a file; content out: the file. Without address and fingerprint those of everybody.</summary>
/// <param name="Id">The request.</param>
/// <param name="Form">How they are written.</param>
/// <param name="Address">Those of one address.</param>
/// <param name="Sha256">Exactly one.</param>
public sealed record ExportCertificates(long Id, CertificateForm Form, string? Address = null, string? Sha256 = null)
    : Request<CertificatesExported>(Id), IReturnContent;

/// <param name="Count">How many are in the file.</param>
public sealed record CertificatesExported(long Count);

[JsonConverter(typeof(KebabCaseEnum<CertificateForm>))]
public enum CertificateForm
{
    /// <summary>Any number, one after the other, as text.</summary>
    Pem,
    /// <summary>One certificate, as programs know it by the name <c>.cer</c>.</summary>
    Der,
}
