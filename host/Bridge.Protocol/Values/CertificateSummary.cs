namespace Bridge.Protocol.Values;

/// <summary>What people see of a certificate.</summary>
/// <param name="Sha256">Lower-case hex SHA-256 of the DER: the certificate's id.</param>
/// <param name="Subject">RFC 4514 string.</param>
/// <param name="Issuer">RFC 4514 string.</param>
/// <param name="Serial">Lower-case hex of the serial number.</param>
/// <param name="Addresses">Mail addresses it is made out to.</param>
/// <param name="NotBefore">Start of validity.</param>
/// <param name="NotAfter">End of validity.</param>
/// <param name="KeyAlgorithm">For example <c>RSA</c>, <c>EC P-256</c>, <c>Ed25519</c>, <c>ML-DSA-65</c>.</param>
/// <param name="KeyBits">Modulus or field size; 0 where size has no meaning.</param>
public sealed record CertificateSummary(
    string Sha256,
    string Subject,
    string Issuer,
    string Serial,
    IReadOnlyList<string> Addresses,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    string KeyAlgorithm,
    int KeyBits);
