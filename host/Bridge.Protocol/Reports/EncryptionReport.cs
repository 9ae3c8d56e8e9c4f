using System.Text.Json.Serialization;
using Bridge.Protocol.Json;

namespace Bridge.Protocol.Reports;

/// <param name="Status">Outcome of the outermost envelope.</param>
/// <param name="Authenticated">Whether the content encryption authenticates.</param>
/// <param name="Content">For example <c>AES-256-GCM</c>; absent when not encrypted.</param>
/// <param name="KeyManagement">For example <c>RSAES-OAEP</c>; absent when not encrypted.</param>
public sealed record EncryptionReport(EncryptionStatus Status, bool Authenticated, string? Content = null, string? KeyManagement = null);

[JsonConverter(typeof(KebabCaseEnum<EncryptionStatus>))]
public enum EncryptionStatus
{
    None,
    Decrypted,
    NoKey,
    Locked,
    Damaged,
    Refused,
    Unsupported,
}
