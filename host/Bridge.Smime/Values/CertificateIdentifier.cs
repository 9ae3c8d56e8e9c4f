using System.Security.Cryptography;

namespace Bridge.Smime.Values;

/// <summary>How CMS names a certificate: issuer and serial number, or subject key identifier (RFC 5652 section 10.2.4, 5.3).</summary>
public sealed record CertificateIdentifier
{
    private CertificateIdentifier()
    {
    }

    /// <summary>DER of the issuer Name; empty when identified by key identifier.</summary>
    public ReadOnlyMemory<byte> IssuerDer { get; private init; }

    /// <summary>Content octets of the serialNumber INTEGER, big-endian two's complement.</summary>
    public ReadOnlyMemory<byte> SerialNumber { get; private init; }

    public ReadOnlyMemory<byte>? SubjectKeyIdentifier { get; private init; }

    // Read once: one identifier may be compared with hundreds of certificates.
    private DistinguishedName? IssuerName { get; init; }

    public static CertificateIdentifier ByIssuerAndSerial(ReadOnlyMemory<byte> issuerDer, ReadOnlyMemory<byte> serialNumber) =>
        new() { IssuerDer = issuerDer, SerialNumber = serialNumber, IssuerName = DistinguishedName.Read(issuerDer) };

    public static CertificateIdentifier BySubjectKeyIdentifier(ReadOnlyMemory<byte> keyIdentifier) =>
        new() { SubjectKeyIdentifier = keyIdentifier };

    /// <summary>
    /// Whether this identifier names that certificate. Issuer names are compared as names; a certificate without the key
    /// identifier extension has the usual one, the SHA-1 of its key (RFC 5280 section 4.2.1.2).
    /// </summary>
    public bool Names(Certificate certificate) => SubjectKeyIdentifier is { } ski
        ? (certificate.SubjectKeyIdentifier ?? UsualKeyIdentifier(certificate)).Span.SequenceEqual(ski.Span)
        : certificate.SerialNumber.Span.SequenceEqual(SerialNumber.Span)
            && (certificate.IssuerDer.Span.SequenceEqual(IssuerDer.Span)
                || certificate.IssuerName.Equals(IssuerName));

    private static ReadOnlyMemory<byte> UsualKeyIdentifier(Certificate certificate) =>
        SHA1.HashData(certificate.Structure.SubjectPublicKeyInfo.PublicKey.GetBytes());
}
