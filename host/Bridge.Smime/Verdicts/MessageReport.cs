using Bridge.Smime.Trust;
using Bridge.Smime.Values;

namespace Bridge.Smime.Verdicts;

/// <summary>The one seal a message gets (RFC 9787 section 3).</summary>
public enum Seal
{
    None,
    Encrypted,
    Signed,
    SignedEncrypted,
    SignatureProblem,
    CannotDecrypt,
}

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

public enum SignatureStatus
{
    None,
    Valid,
    Unverified,
    Invalid,
}

public enum DigestStatus
{
    Intact,
    Altered,
    Unreadable,
}

public enum AddressMatch
{
    Match,
    Mismatch,
    NoAddress,
}

public enum LayerKind
{
    Enveloped,
    Signed,
    Compressed,
    CertsOnly,
}

/// <summary>Everything the host says about a message it opened. Ordinary data: a bad signature is a result, not an error.</summary>
public sealed record MessageReport(
    Seal Seal,
    EncryptionReport Encryption,
    SignatureStatus Signature,
    IReadOnlyList<SignerReport> Signers,
    HeadersReport Headers,
    IReadOnlyList<LayerReport> Layers,
    IReadOnlyList<LearnedReport> Learned,
    IReadOnlyList<Finding> Findings);

/// <param name="Status">Outcome of the outermost envelope.</param>
/// <param name="Content">Content encryption in standard spelling, for example <c>AES-256-GCM</c>; null when not encrypted.</param>
/// <param name="KeyManagement">For example <c>RSAES-PKCS1-v1_5</c>, <c>RSAES-OAEP</c>, <c>ECDH-ES P-256</c>.</param>
/// <param name="Authenticated">Whether the content encryption authenticates.</param>
public sealed record EncryptionReport(EncryptionStatus Status, string? Content = null, string? KeyManagement = null, bool Authenticated = false)
{
    public static EncryptionReport None { get; } = new(EncryptionStatus.None);
}

/// <summary>One signer judged on its own.</summary>
public sealed record SignerReport(
    SignatureStatus Status,
    DigestStatus Digest,
    ChainStatus Chain,
    AddressMatch AddressMatch,
    string? Address,
    IReadOnlyList<string> Addresses,
    string? Subject,
    string? Issuer,
    string? Serial,
    string? Sha256,
    DateTimeOffset? SigningTime,
    string? Algorithm,
    IReadOnlyList<PathStep> Path,
    RevocationAnswer Revocation,
    DateTimeOffset? RevocationAsOf,
    IReadOnlyList<Finding> Findings)
{
    /// <summary>What the user can do so that it is judged better; empty where nothing helps.</summary>
    public IReadOnlyList<Fix> Fixes { get; init; } = [];

    /// <summary>The lists and answers that the judgement of revocation rests on.</summary>
    public IReadOnlyList<RevocationEvidence> Evidence { get; init; } = [];
}

/// <param name="Protected">Header fields inside the cryptographic envelope (RFC 9788), name to value.</param>
/// <param name="Outer">The same fields as they stand outside.</param>
/// <param name="Differences">Names of fields whose inner and outer values differ.</param>
public sealed record HeadersReport(
    IReadOnlyDictionary<string, string> Protected,
    IReadOnlyDictionary<string, string> Outer,
    IReadOnlyList<string> Differences)
{
    public static HeadersReport None { get; } = new(new Dictionary<string, string>(), new Dictionary<string, string>(), []);
}

/// <param name="Kind">Kind of the cryptographic layer.</param>
/// <param name="Part">MIME part number, <c>1</c> for the message's own body, as IMAP numbers them.</param>
/// <param name="CoversMessage">Whether the layer covers the whole displayed message or only a part of it.</param>
public sealed record LayerReport(LayerKind Kind, string Part, bool CoversMessage);

/// <param name="Address">The address it was learned for.</param>
/// <param name="Sha256">The certificate.</param>
/// <param name="Added">True when new, false when refreshed.</param>
public sealed record LearnedReport(string Address, string Sha256, bool Added);
