using System.Text.Json.Serialization;
using Bridge.Protocol.Json;
using Bridge.Protocol.Values;

namespace Bridge.Protocol.Reports;

/// <summary>Everything the host says about a message it opened; the command line writes the same record.</summary>
public sealed record Report(
    Seal Seal,
    EncryptionReport Encryption,
    SignatureReport Signature,
    IReadOnlyList<SignerReport> Signers,
    HeadersReport Headers,
    IReadOnlyList<LayerReport> Layers,
    IReadOnlyList<LearnedReport> Learned,
    IReadOnlyList<Finding> Findings);

/// <summary>The one seal a message gets (RFC 9787).</summary>
[JsonConverter(typeof(KebabCaseEnum<Seal>))]
public enum Seal
{
    None,
    Encrypted,
    Signed,
    SignedEncrypted,
    SignatureProblem,
    CannotDecrypt,
}
