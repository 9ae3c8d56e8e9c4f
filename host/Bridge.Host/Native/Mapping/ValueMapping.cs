using Bridge.Smime.Values;
using Wire = Bridge.Protocol.Values;

namespace Bridge.Host.Native.Mapping;

/// <summary>Certificates and findings, from the message layer's names to the wire's.</summary>
internal static class ValueMapping
{
    public static Wire.CertificateSummary ToWire(this Certificate certificate) => new(
        certificate.Sha256,
        certificate.Subject,
        certificate.Issuer,
        certificate.SerialHex,
        certificate.Addresses.Count > 0 ? certificate.Addresses : certificate.SubjectAddresses,
        certificate.NotBefore,
        certificate.NotAfter,
        Name(certificate.KeyAlgorithm),
        certificate.KeyBits);

    public static Wire.Finding ToWire(this Finding finding) => new(finding.Code, finding.Level.ToWire(), finding.Parameters);

    public static IReadOnlyList<Wire.Finding> ToWire(this IReadOnlyList<Finding> findings) => [.. findings.Select(ToWire)];

    public static Wire.ChainStatus ToWire(this Smime.Trust.ChainStatus chain) => chain switch
    {
        Smime.Trust.ChainStatus.Valid => Wire.ChainStatus.Valid,
        Smime.Trust.ChainStatus.Untrusted => Wire.ChainStatus.Untrusted,
        Smime.Trust.ChainStatus.Expired => Wire.ChainStatus.Expired,
        Smime.Trust.ChainStatus.NotYetValid => Wire.ChainStatus.NotYetValid,
        Smime.Trust.ChainStatus.Revoked => Wire.ChainStatus.Revoked,
        Smime.Trust.ChainStatus.RevocationUnknown => Wire.ChainStatus.RevocationUnknown,
        Smime.Trust.ChainStatus.Constrained => Wire.ChainStatus.Constrained,
        Smime.Trust.ChainStatus.WrongUsage => Wire.ChainStatus.WrongUsage,
        Smime.Trust.ChainStatus.Malformed => Wire.ChainStatus.Malformed,
        _ => throw Unmapped(chain),
    };

    /// <summary>A member of the message layer that has no word on the wire: a fault in this folder.</summary>
    public static InvalidOperationException Unmapped<TEnum>(TEnum value)
        where TEnum : struct, Enum => new($"{typeof(TEnum).Name}.{value} has no word on the wire.");

    private static Wire.FindingLevel ToWire(this FindingLevel level) => level switch
    {
        FindingLevel.Info => Wire.FindingLevel.Info,
        FindingLevel.Warning => Wire.FindingLevel.Warning,
        FindingLevel.Error => Wire.FindingLevel.Error,
        _ => throw Unmapped(level),
    };

    private static string Name(KeyAlgorithm algorithm) => algorithm switch
    {
        KeyAlgorithm.Rsa => "RSA",
        KeyAlgorithm.RsaPss => "RSA-PSS",
        KeyAlgorithm.Dsa => "DSA",
        KeyAlgorithm.EcP256 => "EC P-256",
        KeyAlgorithm.EcP384 => "EC P-384",
        KeyAlgorithm.EcP521 => "EC P-521",
        KeyAlgorithm.EcOther => "EC",
        KeyAlgorithm.MlDsa44 => "ML-DSA-44",
        KeyAlgorithm.MlDsa65 => "ML-DSA-65",
        KeyAlgorithm.MlDsa87 => "ML-DSA-87",
        KeyAlgorithm.MlKem512 => "ML-KEM-512",
        KeyAlgorithm.MlKem768 => "ML-KEM-768",
        KeyAlgorithm.MlKem1024 => "ML-KEM-1024",
        KeyAlgorithm.Unknown => "unknown",
        _ => algorithm.ToString(),
    };
}
