using System.Text.Json.Serialization;
using Bridge.Protocol.Json;

namespace Bridge.Protocol.Reports;

/// <param name="Status">The message's: valid only if a valid signer covers the whole displayed message.</param>
public sealed record SignatureReport(SignatureStatus Status);

[JsonConverter(typeof(KebabCaseEnum<SignatureStatus>))]
public enum SignatureStatus
{
    None,
    Valid,
    Unverified,
    Invalid,
}
