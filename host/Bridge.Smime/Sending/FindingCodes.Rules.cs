namespace Bridge.Smime.Values;

/// <content>What rules of the user's say about a message, and what its sender's certificate does.</content>
public static partial class FindingCodes
{
    /// <summary>A rule wants mail to <c>addresses</c> (<c>count</c> of them) encrypted always, and the message is not to be.</summary>
    public const string RuleAlways = "rule-always";

    /// <summary>The rule for <c>subject</c> says that nothing is encrypted to <c>address</c>.</summary>
    public const string RecipientRuleNever = "recipient-rule-never";

    /// <summary>Another authority (<c>issuer</c>) issued this certificate than the one that was encrypted to last (<c>before</c>).</summary>
    public const string RecipientChanged = "recipient-changed";

    /// <summary>The certificate that the user chose for this recipient cannot be used any more; another one is.</summary>
    public const string RecipientChoiceLapsed = "recipient-choice-lapsed";

    /// <summary>The certificate that would sign names <c>addresses</c> and not the sender's <c>address</c>.</summary>
    public const string SenderMismatch = "sender-mismatch";
}
