using System.Text.Json.Serialization;
using Bridge.Protocol.Json;
using Bridge.Protocol.Values;

namespace Bridge.Protocol.Messages;

/// <summary>Says for each address whether it can be encrypted to, without touching a private key.</summary>
public sealed record CheckRecipients(long Id, string From, IReadOnlyList<string> Addresses) : Request<RecipientsChecked>(Id);

/// <param name="Recipients">In the order asked.</param>
public sealed record RecipientsChecked(IReadOnlyList<RecipientState> Recipients);

/// <summary>Whether one recipient can be encrypted to, and why not.</summary>
/// <param name="Address">As asked.</param>
/// <param name="Ready">True when there is a usable certificate.</param>
/// <param name="Reason">The one word.</param>
/// <param name="Findings">Explanation.</param>
/// <param name="Certificate">The certificate that would be used, or the best one that cannot be.</param>
public sealed record RecipientState(
    string Address,
    bool Ready,
    RecipientReason Reason,
    IReadOnlyList<Finding> Findings,
    CertificateSummary? Certificate = null);

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
}
