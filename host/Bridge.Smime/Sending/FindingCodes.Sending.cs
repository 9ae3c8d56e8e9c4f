namespace Bridge.Smime.Values;

/// <content>Why a message cannot be protected as asked, and why a recipient is not ready.</content>
public static partial class FindingCodes
{
    /// <summary>No certificate with key for signing as <c>address</c>.</summary>
    public const string NoSigningKey = "no-signing-key";

    /// <summary>No own encryption certificate for <c>address</c>.</summary>
    public const string NoOwnCertificate = "no-own-certificate";

    /// <summary><c>count</c> recipients, <c>addresses</c>, cannot be encrypted to.</summary>
    public const string RecipientsMissing = "recipients-missing";

    /// <summary>No certificate is known for <c>address</c>.</summary>
    public const string RecipientMissing = "recipient-missing";

    /// <summary>The certificate ended on <c>notAfter</c>.</summary>
    public const string RecipientExpired = "recipient-expired";

    /// <summary>The certificate begins on <c>notBefore</c>.</summary>
    public const string RecipientNotYetValid = "recipient-not-yet-valid";

    /// <summary>The certificate may not be used to encrypt mail to its owner.</summary>
    public const string RecipientWrongUsage = "recipient-wrong-usage";

    /// <summary>The RSA key has <c>bits</c> bits, fewer than <c>minimum</c>.</summary>
    public const string RecipientWeak = "recipient-weak";

    /// <summary>This product cannot encrypt to a key of kind <c>algorithm</c>.</summary>
    public const string RecipientUnsupported = "recipient-unsupported";

    /// <summary>The recipient's mail program states that it reads none of the ciphers this product uses.</summary>
    public const string RecipientLegacyOnly = "recipient-legacy-only";

    /// <summary>The certificate does not lead to a trusted authority; <c>chain</c> says how.</summary>
    public const string RecipientUntrusted = "recipient-untrusted";

    /// <summary>The certificate was revoked.</summary>
    public const string RecipientRevoked = "recipient-revoked";

    /// <summary>The certificate came in place of <c>previous</c>, which was still valid; <c>what</c> differs. Until the user acknowledges it.</summary>
    public const string RecipientReplaced = "recipient-replaced";
}
