using System.Text.Json.Serialization;
using Bridge.Protocol.Json;
using Bridge.Protocol.Values;

namespace Bridge.Protocol.Messages;

/// <summary>Signs and encrypts an RFC 822 message; content in: the message, content out: the protected one.</summary>
/// <param name="Id">The request.</param>
/// <param name="From">The sender's address.</param>
/// <param name="Recipients">Addresses to encrypt to, besides the sender.</param>
/// <param name="Sign">Whether to sign.</param>
/// <param name="Encrypt">Whether to encrypt. A message is never protected less than asked for.</param>
/// <param name="Form">Of the signature, when the message is not encrypted.</param>
/// <param name="Purpose">A draft is encrypted to the sender alone and never signed.</param>
/// <param name="IncludeCertificates">Whether the signature carries the signer's certificates.</param>
public sealed record ProtectMessage(
    long Id,
    string From,
    IReadOnlyList<string> Recipients,
    bool Sign,
    bool Encrypt,
    SignatureForm Form,
    ProtectionPurpose Purpose,
    bool IncludeCertificates) : Request<ProtectedMessage>(Id), ICarryContent, IReturnContent;

[JsonConverter(typeof(KebabCaseEnum<ProtectionPurpose>))]
public enum ProtectionPurpose
{
    Send,
    Draft,
}

/// <summary>What was done.</summary>
/// <param name="Recipients">State of each recipient, in the order asked.</param>
/// <param name="Signer">The certificate that signed; absent when not signed.</param>
/// <param name="ContentEncryption">For example <c>AES-256-CBC</c>; absent when not encrypted.</param>
public sealed record ProtectedMessage(
    IReadOnlyList<RecipientState> Recipients,
    CertificateSummary? Signer = null,
    string? ContentEncryption = null);
