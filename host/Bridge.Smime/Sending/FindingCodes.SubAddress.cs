namespace Bridge.Smime.Values;

/// <content>What is said about sub-addresses (<c>bob+news@…</c>) of recipients.</content>
public static partial class FindingCodes
{
    /// <summary>None is usable for <c>address</c>, but one is for <c>plain</c>, which may be the same mailbox.</summary>
    public const string RecipientPlainKnown = "recipient-plain-known";

    /// <summary>The certificate is that of <c>plain</c>: the user said that <c>address</c> is the same mailbox.</summary>
    public const string RecipientSameMailbox = "recipient-same-mailbox";
}
