using Bridge.Smime.Ports;

namespace Bridge.Keystore.Correspondents;

/// <summary>A rule of the user's.</summary>
/// <param name="Subject">An address, a domain, or <c>*.domain</c>, in normal form.</param>
/// <param name="Rule">What is wanted.</param>
/// <param name="ChangedAt">When the user decided so.</param>
public sealed record RecipientRule(string Subject, EncryptionRule Rule, DateTimeOffset ChangedAt);
