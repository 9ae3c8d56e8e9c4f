using Bridge.Smime.Values;
using Usage = Org.BouncyCastle.Asn1.X509.KeyUsage;

namespace Bridge.Smime.Trust.Validation;

/// <summary>What a certificate must allow to be used for mail (RFC 8550 sections 4.4.2 and 4.4.4).</summary>
internal static class MailUsage
{
    private const string AnyPurpose = "2.5.29.37.0";
    private const string EmailProtection = "1.3.6.1.5.5.7.3.4";

    /// <summary>Whether extended key usage, when present, includes mail. Authorities are held to it as well, as mail clients do.</summary>
    public static bool AllowsMail(CertificateProfile profile) =>
        profile.ExtendedKeyUsage is not { } purposes || purposes.Contains(EmailProtection) || purposes.Contains(AnyPurpose);

    public static void Check(PathNotes notes, Certificate certificate, CertificateProfile profile, CertificateUsage usage)
    {
        if (usage != CertificateUsage.Any && !AllowsMail(profile))
        {
            notes.Fail(0, ChainStatus.WrongUsage, FindingCodes.UsageNotForMail);
        }

        if (usage == CertificateUsage.Sign && !(SigningBits(certificate.KeyAlgorithm) is { } signing && profile.Allows(signing)))
        {
            notes.Fail(0, ChainStatus.WrongUsage, FindingCodes.UsageNotForSigning);
        }

        if (usage == CertificateUsage.Encrypt && !(EncryptionBits(certificate.KeyAlgorithm) is { } encrypting && profile.Allows(encrypting)))
        {
            notes.Fail(0, ChainStatus.WrongUsage, FindingCodes.UsageNotForEncryption);
        }
    }

    private static int? SigningBits(KeyAlgorithm key) => key switch
    {
        KeyAlgorithm.X25519 or KeyAlgorithm.X448 or KeyAlgorithm.MlKem512 or KeyAlgorithm.MlKem768 or KeyAlgorithm.MlKem1024 => null,
        _ => Usage.DigitalSignature | Usage.NonRepudiation,
    };

    private static int? EncryptionBits(KeyAlgorithm key) => key switch
    {
        KeyAlgorithm.Rsa or KeyAlgorithm.MlKem512 or KeyAlgorithm.MlKem768 or KeyAlgorithm.MlKem1024 => Usage.KeyEncipherment,
        KeyAlgorithm.EcP256 or KeyAlgorithm.EcP384 or KeyAlgorithm.EcP521 or KeyAlgorithm.EcOther
            or KeyAlgorithm.X25519 or KeyAlgorithm.X448 => Usage.KeyAgreement,
        _ => null,
    };
}
