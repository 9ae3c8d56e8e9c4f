namespace Bridge.Smime.Ports;

/// <summary>What a user's rule wants for mail to a recipient.</summary>
public enum EncryptionRule
{
    /// <summary>A message to them leaves encrypted or not at all.</summary>
    Always,

    /// <summary>The user is asked before a message to them leaves unencrypted.</summary>
    Ask,

    /// <summary>Nothing is encrypted to them, for they cannot read it.</summary>
    Never,
}

/// <summary>What the user decided about one recipient, and what was used for them last.</summary>
/// <param name="Rule">Null: no rule concerns this recipient.</param>
/// <param name="Subject">What the rule was made for: an address, a domain, or <c>*.domain</c>; null without a rule.</param>
/// <param name="Chosen">SHA-256 of the certificate the user chose for them; null for automatic.</param>
/// <param name="Used">SHA-256 of the certificate that was encrypted to last; null when none was.</param>
/// <param name="SameMailbox">For a sub-address: the user said that it is the same mailbox as its plain address.</param>
public sealed record Correspondent(
    EncryptionRule? Rule = null, string? Subject = null, string? Chosen = null, string? Used = null, bool SameMailbox = false);

/// <summary>The user's decisions about recipients.</summary>
public interface ICorrespondentBook
{
    /// <summary>What is known about a normalised mail address; never null.</summary>
    Correspondent Find(string address);

    /// <summary>Remembers which certificate each address was encrypted to, so that another one is noticed next time.</summary>
    /// <param name="used">Normalised addresses with the SHA-256 of their certificates.</param>
    /// <param name="at">When.</param>
    void RecordUse(IReadOnlyDictionary<string, string> used, DateTimeOffset at);
}
