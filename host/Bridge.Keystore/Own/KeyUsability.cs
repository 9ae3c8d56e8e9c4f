using Bridge.Smime.Values;
using Org.BouncyCastle.Asn1.X509;

namespace Bridge.Keystore.Own;

/// <summary>Which own certificates are offered for what (RFC 8550 section 4.4.2 and 4.4.4).</summary>
internal static class KeyUsability
{
    private const string EmailProtection = "1.3.6.1.5.5.7.3.4", AnyUsage = "2.5.29.37.0";

    internal static bool CanSign(Certificate certificate) => ForMail(certificate)
        && KindSigns(certificate.KeyAlgorithm)
        && Allows(certificate, KeyUsage.DigitalSignature | KeyUsage.NonRepudiation);

    internal static bool KindSigns(KeyAlgorithm algorithm) => algorithm
        is KeyAlgorithm.Rsa or KeyAlgorithm.RsaPss or KeyAlgorithm.EcP256 or KeyAlgorithm.EcP384 or KeyAlgorithm.EcP521
        or KeyAlgorithm.Ed25519 or KeyAlgorithm.Ed448 or KeyAlgorithm.MlDsa44 or KeyAlgorithm.MlDsa65 or KeyAlgorithm.MlDsa87;

    internal static bool CanEncrypt(Certificate certificate) => ForMail(certificate) && certificate.KeyAlgorithm switch
    {
        KeyAlgorithm.Rsa or KeyAlgorithm.MlKem512 or KeyAlgorithm.MlKem768 or KeyAlgorithm.MlKem1024 => Allows(certificate, KeyUsage.KeyEncipherment),
        KeyAlgorithm.EcP256 or KeyAlgorithm.EcP384 or KeyAlgorithm.EcP521 or KeyAlgorithm.X25519 or KeyAlgorithm.X448 => Allows(certificate, KeyUsage.KeyAgreement),
        _ => false,
    };

    internal static bool IsCurrent(Certificate certificate, DateTimeOffset at) => certificate.NotBefore <= at && at <= certificate.NotAfter;

    private static bool ForMail(Certificate certificate) =>
        (certificate.Extensions.ExtendedKeyUsage is not { } usages || usages.Contains(EmailProtection) || usages.Contains(AnyUsage));

    private static bool Allows(Certificate certificate, int anyOf) =>
        certificate.Extensions.KeyUsage is not { } usage || (usage & anyOf) != 0;
}
