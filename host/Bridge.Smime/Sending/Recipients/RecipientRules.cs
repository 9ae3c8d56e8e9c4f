using System.Globalization;
using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Policy;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;
using Org.BouncyCastle.Asn1.X509;

namespace Bridge.Smime.Sending.Recipients;

/// <summary>Whether a certificate may be encrypted to: pure rules, each with its reason (RFC 8550, RFC 8551 section 2.3).</summary>
internal static class RecipientRules
{
    public const string Ready = "ready";
    public const string Missing = "missing";
    private const string EmailProtection = "1.3.6.1.5.5.7.3.4";
    private const string AnyExtendedKeyUsage = "2.5.29.37.0";

    // Of several unusable certificates the one is named whose reason is nearest to ready: what a user can do something about.
    private static readonly string[] s_nearestFirst =
        [Ready, "untrusted", "not-yet-valid", "expired", "revoked", "weak", "unsupported", "wrong-usage", Missing];

    public static int Distance(string reason) => Array.IndexOf(s_nearestFirst, reason);

    /// <summary>What the certificate alone says; null when nothing speaks against it.</summary>
    public static (string Reason, Finding Finding)? Judge(
        Certificate certificate, SmimeCapabilities? capabilities, DateTimeOffset at, SmimePolicy policy)
    {
        if (!MayEncrypt(certificate))
        {
            return ("wrong-usage", Finding.Error(FindingCodes.RecipientWrongUsage));
        }

        if (!ContentKeys.CanWrap(certificate))
        {
            return ("unsupported", Finding.Error(FindingCodes.RecipientUnsupported, ("algorithm", certificate.KeyAlgorithm.ToString())));
        }

        if (certificate.KeyAlgorithm == KeyAlgorithm.Rsa && certificate.KeyBits < policy.MinimumRsaBits)
        {
            return ("weak", Finding.Error(
                FindingCodes.RecipientWeak, ("bits", Number(certificate.KeyBits)), ("minimum", Number(policy.MinimumRsaBits))));
        }

        if (at > certificate.NotAfter)
        {
            return ("expired", Finding.Error(FindingCodes.RecipientExpired, ("notAfter", Time(certificate.NotAfter))));
        }

        if (at < certificate.NotBefore)
        {
            return ("not-yet-valid", Finding.Error(FindingCodes.RecipientNotYetValid, ("notBefore", Time(certificate.NotBefore))));
        }

        return AlgorithmChoice.CanServe(capabilities, policy)
            ? null
            : ("unsupported", Finding.Error(FindingCodes.RecipientLegacyOnly));
    }

    /// <summary>What the certificate's path says; null when it is valid.</summary>
    public static (string Reason, Finding Finding)? Judge(ChainStatus chain) => chain switch
    {
        ChainStatus.Valid => null,
        ChainStatus.Revoked => ("revoked", Finding.Error(FindingCodes.RecipientRevoked)),
        ChainStatus.WrongUsage => ("wrong-usage", Finding.Error(FindingCodes.RecipientWrongUsage)),
        _ => ("untrusted", Finding.Error(FindingCodes.RecipientUntrusted, ("chain", Word(chain)))),
    };

    /// <summary>RFC 8550 section 4.4.2 and 4.4.4: absent extensions allow everything.</summary>
    public static bool MayEncrypt(Certificate certificate) =>
        (certificate.Extensions.KeyUsage is not { } usage || (usage & EncryptionBit(certificate.KeyAlgorithm)) != 0)
        && (certificate.Extensions.ExtendedKeyUsage is not { } purposes
            || purposes.Contains(EmailProtection) || purposes.Contains(AnyExtendedKeyUsage));

    private static int EncryptionBit(KeyAlgorithm key) => key switch
    {
        KeyAlgorithm.EcP256 or KeyAlgorithm.EcP384 or KeyAlgorithm.EcP521 or KeyAlgorithm.EcOther
            or KeyAlgorithm.X25519 or KeyAlgorithm.X448 => KeyUsage.KeyAgreement,
        _ => KeyUsage.KeyEncipherment,
    };

    private static string Word(ChainStatus chain) => chain switch
    {
        ChainStatus.NotYetValid => "not-yet-valid",
        ChainStatus.RevocationUnknown => "revocation-unknown",
        _ => chain.ToString().ToLowerInvariant(),
    };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
