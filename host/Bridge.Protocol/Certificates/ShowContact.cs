using System.Text.Json.Serialization;
using Bridge.Protocol.Json;
using Bridge.Protocol.Messages;
using Bridge.Protocol.Values;

namespace Bridge.Protocol.Certificates;

/// <summary>Everything that is known about one correspondent.</summary>
public sealed record ShowContact(long Id, string Address) : Request<ContactDetails>(Id);

/// <param name="Address">In normal form.</param>
/// <param name="State">Whether mail to it can be encrypted now, as far as can be told without the network.</param>
/// <param name="Certificates">In the order in which they are tried for encryption.</param>
/// <param name="Events">What happened, the oldest first; the newest 1000.</param>
/// <param name="Choice">Why the certificate in <paramref name="State"/> is used; absent when none is.</param>
public sealed record ContactDetails(
    string Address,
    RecipientState State,
    IReadOnlyList<ContactCertificate> Certificates,
    IReadOnlyList<ContactEvent> Events,
    ContactChoice? Choice = null);

/// <summary>Why a certificate is used for encryption.</summary>
[JsonConverter(typeof(KebabCaseEnum<ContactChoice>))]
public enum ContactChoice
{
    /// <summary>It belongs to a key of the user's own.</summary>
    Own,
    /// <summary>The user chose it.</summary>
    Chosen,
    /// <summary>Its owner named it for encryption in a signed message.</summary>
    Stated,
    /// <summary>Of several the one that began last.</summary>
    Newest,
    /// <summary>There is no other.</summary>
    Only,
    /// <summary>It is the plain address', and the user said that this sub-address is the same mailbox.</summary>
    SameMailbox,
}

/// <param name="Certificate">The certificate.</param>
/// <param name="Chain">Its path, as of now, without the network.</param>
/// <param name="CanSign">Algorithm and usages allow signing.</param>
/// <param name="CanEncrypt">Algorithm and usages allow encrypting to it.</param>
/// <param name="Chosen">The user chose it for this address.</param>
/// <param name="Sightings">What each way that it came in tells. None of them is a trust decision.</param>
/// <param name="StatedAt">When its owner named it for encryption.</param>
/// <param name="ComparedAt">When the user compared the fingerprint with the person.</param>
/// <param name="Change">That it came in place of another one, until the user acknowledges it.</param>
public sealed record ContactCertificate(
    CertificateSummary Certificate,
    ChainStatus Chain,
    bool CanSign,
    bool CanEncrypt,
    bool Chosen,
    IReadOnlyList<Sighting> Sightings,
    DateTimeOffset? StatedAt = null,
    DateTimeOffset? ComparedAt = null,
    CertificateChange? Change = null);

/// <param name="Origin">How it came in.</param>
/// <param name="FirstSeen">When it was first seen so.</param>
/// <param name="LastSeen">When it was last seen so.</param>
/// <param name="MessageId">The message that it was first seen in.</param>
/// <param name="MessageAt">Signing time that this message claims.</param>
/// <param name="LastMessageId">The newest message that it came with.</param>
/// <param name="LastMessageAt">Signing time that this one claims.</param>
public sealed record Sighting(
    CertificateOrigin Origin,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    string? MessageId = null,
    DateTimeOffset? MessageAt = null,
    string? LastMessageId = null,
    DateTimeOffset? LastMessageAt = null);

/// <param name="Previous">Fingerprint of the certificate that was used before.</param>
/// <param name="What">What differs.</param>
/// <param name="At">When it was noticed.</param>
public sealed record CertificateChange(string Previous, ChangedPart What, DateTimeOffset At);

[JsonConverter(typeof(KebabCaseEnum<ChangedPart>))]
public enum ChangedPart
{
    Key,
    Issuer,
    KeyAndIssuer,
}

/// <param name="What">What happened.</param>
/// <param name="At">When, by the clock of this machine.</param>
/// <param name="Sha256">The certificate that it happened to; absent when the choice was left to the rule again.</param>
/// <param name="Other">The certificate that replaced it (<c>replaced</c>), or that it came in place of (<c>changed</c>).</param>
/// <param name="MessageId">The message that brought it.</param>
/// <param name="MessageAt">Signing time that this message claims.</param>
public sealed record ContactEvent(
    ContactHappening What,
    DateTimeOffset At,
    string? Sha256 = null,
    string? Other = null,
    string? MessageId = null,
    DateTimeOffset? MessageAt = null);

[JsonConverter(typeof(KebabCaseEnum<ContactHappening>))]
public enum ContactHappening
{
    Harvested,
    Imported,
    Replaced,
    Changed,
    Acknowledged,
    Chosen,
    Automatic,
    Compared,
    ComparisonWithdrawn,
    Removed,
    Restored,
    SameMailbox,
    OtherMailbox,
}
