using System.Text.Json.Serialization;
using Bridge.Protocol.Json;
using Bridge.Protocol.Values;

namespace Bridge.Protocol.Reports;

/// <summary>One signer judged on its own.</summary>
/// <param name="Status">Outcome of all checks together.</param>
/// <param name="Digest">The CMS check alone.</param>
/// <param name="Chain">The path to a mail anchor, as of the moment of judging.</param>
/// <param name="AddressMatch">The certificate's addresses against From.</param>
/// <param name="Addresses">Addresses of the certificate.</param>
/// <param name="Path">Best path found, end entity first.</param>
/// <param name="Revocation">What is known about revocation of the signer's certificate.</param>
/// <param name="Findings">Reasons.</param>
/// <param name="Address">The address that was compared.</param>
/// <param name="Subject">Of the certificate; absent when it was not found.</param>
/// <param name="Issuer">Of the certificate.</param>
/// <param name="Serial">Of the certificate, lower-case hex.</param>
/// <param name="Sha256">The certificate.</param>
/// <param name="SigningTime">As the signer claims.</param>
/// <param name="Algorithm">For example <c>RSASSA-PKCS1-v1_5 SHA-256</c>.</param>
/// <param name="RevocationAsOf">When the answer about revocation was true.</param>
/// <param name="Fixes">What the user can do so that it is judged better; absent when nothing helps.</param>
public sealed record SignerReport(
    SignatureStatus Status,
    DigestStatus Digest,
    ChainStatus Chain,
    AddressMatch AddressMatch,
    IReadOnlyList<string> Addresses,
    IReadOnlyList<PathStep> Path,
    RevocationAnswer Revocation,
    IReadOnlyList<Finding> Findings,
    string? Address = null,
    string? Subject = null,
    string? Issuer = null,
    string? Serial = null,
    string? Sha256 = null,
    DateTimeOffset? SigningTime = null,
    string? Algorithm = null,
    DateTimeOffset? RevocationAsOf = null,
    IReadOnlyList<Fix>? Fixes = null);

[JsonConverter(typeof(KebabCaseEnum<DigestStatus>))]
public enum DigestStatus
{
    Intact,
    Altered,
    Unreadable,
}

[JsonConverter(typeof(KebabCaseEnum<AddressMatch>))]
public enum AddressMatch
{
    Match,
    Mismatch,
    NoAddress,
}

[JsonConverter(typeof(KebabCaseEnum<RevocationAnswer>))]
public enum RevocationAnswer
{
    NotChecked,
    Unknown,
    Good,
    Revoked,
}
