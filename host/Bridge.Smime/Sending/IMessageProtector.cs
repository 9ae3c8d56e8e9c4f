using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Smime.Sending;

public enum SignatureForm
{
    /// <summary>multipart/signed: readable by every mail client.</summary>
    Clear,
    /// <summary>application/pkcs7-mime; smime-type=signed-data.</summary>
    Opaque,
}

public enum ProtectionPurpose
{
    Send,
    /// <summary>Stored for oneself: encrypted to the sender only, never signed.</summary>
    Draft,
}

/// <summary>What the user asked for. A message is never protected less than this says.</summary>
/// <param name="From">The sender's address.</param>
/// <param name="Recipients">Addresses to encrypt to, besides the sender; ignored for a draft.</param>
public sealed record ProtectionRequest(
    string From,
    IReadOnlyList<string> Recipients,
    bool Sign,
    bool Encrypt,
    SignatureForm Form,
    ProtectionPurpose Purpose,
    bool IncludeCertificates,
    DateTimeOffset At,
    SmimePolicy Policy);

/// <summary>Whether one recipient can be encrypted to, and why not.</summary>
/// <param name="Address">As given.</param>
/// <param name="Ready">True when there is a usable certificate.</param>
/// <param name="Certificate">The certificate that would be used, or the best one that cannot be.</param>
/// <param name="Reason">Kebab-case: <c>ready</c>, <c>missing</c>, <c>expired</c>, <c>not-yet-valid</c>, <c>revoked</c>, <c>untrusted</c>, <c>wrong-usage</c>, <c>weak</c>, <c>unsupported</c>, <c>changed</c> (ready all the same), <c>rule-never</c>.</param>
/// <param name="Findings">Explanation.</param>
public sealed record RecipientState(string Address, bool Ready, Certificate? Certificate, string Reason, IReadOnlyList<Finding> Findings)
{
    /// <summary>The user's rule for this recipient; null when there is none.</summary>
    public EncryptionRule? Rule { get; init; }

    /// <summary>How many certificates are known for the address, usable or not.</summary>
    public int Known { get; init; }

    /// <summary>Whether the certificate is the one that the user chose for this recipient.</summary>
    public bool Chosen { get; init; }
}

/// <summary>What will be or was done.</summary>
/// <param name="Signer">Certificate that signs; null when not signed.</param>
/// <param name="Recipients">State of each recipient, in the order asked.</param>
/// <param name="ContentEncryption">For example <c>AES-256-CBC</c>; null when not encrypted.</param>
/// <param name="Refusals">What forbids it; empty means it can be done.</param>
public sealed record ProtectionPlan(
    OwnSigner? Signer,
    IReadOnlyList<RecipientState> Recipients,
    string? ContentEncryption,
    IReadOnlyList<Finding> Refusals);

/// <param name="KeyId">Id in the keystore.</param>
/// <param name="Certificate">Its certificate.</param>
public sealed record OwnSigner(string KeyId, Certificate Certificate);

/// <summary>Signs and encrypts outgoing mail in one streaming pass.</summary>
public interface IMessageProtector
{
    /// <summary>Says what would happen, without touching a private key.</summary>
    ProtectionPlan Plan(ProtectionRequest request, CancellationToken cancellationToken = default);

    /// <summary>The state of every certificate that is known for an address, in the order in which they would be used.</summary>
    IReadOnlyList<RecipientState> Candidates(string address, DateTimeOffset at, SmimePolicy policy, CancellationToken cancellationToken = default);

    /// <summary>Protects an RFC 822 message. Nothing is written to <paramref name="output"/> before the plan holds.</summary>
    /// <exception cref="Errors.RefusalException">
    /// <c>no-signing-key</c>, <c>no-own-certificate</c>, <c>key-locked</c>, <c>recipients-missing</c> (parameter per recipient), <c>rule-always</c>,
    /// <c>sender-mismatch</c>, <c>already-protected</c>, …
    /// </exception>
    ProtectionPlan Protect(Stream message, Stream output, ProtectionRequest request, CancellationToken cancellationToken = default);
}
