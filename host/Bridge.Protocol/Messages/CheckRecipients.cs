using System.Text.Json.Serialization;
using Bridge.Protocol.Json;
using Bridge.Protocol.Recipients;
using Bridge.Protocol.Values;

namespace Bridge.Protocol.Messages;

/// <summary>Says for each address whether it can be encrypted to, without touching a private key.</summary>
/// <param name="Id">The request.</param>
/// <param name="From">The sender's address.</param>
/// <param name="Addresses">The recipients; may be empty.</param>
/// <param name="Offline">Whether to answer at once, from what is at hand, without any look-up in the network.</param>
public sealed record CheckRecipients(long Id, string From, IReadOnlyList<string> Addresses, bool Offline = false) : Request<RecipientsChecked>(Id);

/// <param name="Recipients">In the order asked.</param>
/// <param name="Sender">What keeps this sender from signing or encrypting; empty when nothing does.</param>
/// <param name="HidesSubject">Whether encrypting hides the Subject too.</param>
/// <param name="EncryptByDefault">When new messages are encrypted without being asked to.</param>
/// <param name="SuggestEncryption">Whether encryption is to be offered where everybody could read it.</param>
public sealed record RecipientsChecked(
    IReadOnlyList<RecipientState> Recipients,
    IReadOnlyList<Finding> Sender,
    bool HidesSubject,
    EncryptionDefault EncryptByDefault,
    bool SuggestEncryption);

/// <summary>Whether one recipient can be encrypted to, and why not.</summary>
/// <param name="Address">As asked.</param>
/// <param name="Ready">True when there is a usable certificate.</param>
/// <param name="Reason">The one word.</param>
/// <param name="Findings">Explanation.</param>
/// <param name="Known">How many certificates are known for the address, usable or not.</param>
/// <param name="Chosen">Whether the certificate is the one that the user chose.</param>
/// <param name="Certificate">The certificate that would be used, or the best one that cannot be.</param>
/// <param name="Rule">The user's rule for the recipient; absent when there is none.</param>
public sealed record RecipientState(
    string Address,
    bool Ready,
    RecipientReason Reason,
    IReadOnlyList<Finding> Findings,
    int Known,
    bool Chosen,
    CertificateSummary? Certificate = null,
    EncryptionRule? Rule = null);

[JsonConverter(typeof(KebabCaseEnum<RecipientReason>))]
public enum RecipientReason
{
    Ready,
    Missing,
    Expired,
    NotYetValid,
    Revoked,
    Untrusted,
    WrongUsage,
    Weak,
    Unsupported,
    /// <summary>Ready, but another authority vouches for them than last time.</summary>
    Changed,
    /// <summary>A rule says that nothing is encrypted to them.</summary>
    RuleNever,
}
