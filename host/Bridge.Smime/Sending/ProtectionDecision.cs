using Bridge.Smime.Cms.Content;
using Bridge.Smime.Ports;
using Bridge.Smime.Sending.Recipients;
using Bridge.Smime.Values;

namespace Bridge.Smime.Sending;

/// <summary>A plan with all that is needed to carry it out.</summary>
/// <param name="Plan">What callers see.</param>
/// <param name="SigningKey">Null: not signed.</param>
/// <param name="Content">Null: not encrypted.</param>
/// <param name="Readers">Everybody who will be able to read, oneself included, each certificate once.</param>
/// <param name="OwnEncryption">The sender's encryption certificate, if there is one.</param>
internal sealed record ProtectionDecision(
    ProtectionPlan Plan,
    OwnKey? SigningKey,
    ContentAlgorithm? Content,
    IReadOnlyList<RecipientCertificate> Readers,
    Certificate? OwnEncryption);
