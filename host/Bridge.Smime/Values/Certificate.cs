using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Errors;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;

namespace Bridge.Smime.Values;

/// <summary>
/// An X.509 certificate as received: its DER, and the fields that every floor asks for. Nothing here verifies or trusts;
/// that is <c>Trust</c>'s. Equality is equality of the DER.
/// </summary>
public sealed class Certificate : IEquatable<Certificate>
{
    private static readonly Remembered<Certificate> s_parsed = new(most: 512, largest: 8 * 1024);

    private readonly Lazy<CertificateExtensions> _extensions;
    private readonly Lazy<DistinguishedName> _subjectName;
    private readonly Lazy<DistinguishedName> _issuerName;

    private Certificate(ReadOnlyMemory<byte> der, X509CertificateStructure structure)
    {
        Der = der;
        Structure = structure;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(der.Span));
        SubjectDer = structure.Subject.GetEncoded(Asn1Encodable.Der);
        IssuerDer = structure.Issuer.GetEncoded(Asn1Encodable.Der);
        SerialNumber = structure.SerialNumber.Value.ToByteArray();
        NotBefore = new DateTimeOffset(structure.StartDate.ToDateTime(), TimeSpan.Zero);
        NotAfter = new DateTimeOffset(structure.EndDate.ToDateTime(), TimeSpan.Zero);
        SubjectPublicKeyInfo = structure.SubjectPublicKeyInfo.GetEncoded(Asn1Encodable.Der);
        (KeyAlgorithm, KeyBits) = PublicKeys.Describe(structure.SubjectPublicKeyInfo);
        _extensions = new Lazy<CertificateExtensions>(() => CertificateExtensions.Read(structure));
        _subjectName = new Lazy<DistinguishedName>(() => DistinguishedName.Read(SubjectDer));
        _issuerName = new Lazy<DistinguishedName>(() => DistinguishedName.Read(IssuerDer));
    }

    public ReadOnlyMemory<byte> Der { get; }

    /// <summary>The parsed structure, for floors that need more than the common fields.</summary>
    public X509CertificateStructure Structure { get; }

    /// <summary>SHA-256 of the DER, lower-case hex: the id of a certificate everywhere in this product.</summary>
    public string Sha256 { get; }

    public ReadOnlyMemory<byte> SubjectDer { get; }

    public ReadOnlyMemory<byte> IssuerDer { get; }

    /// <summary>The subject as names are compared; its key finds this certificate as an issuer.</summary>
    public DistinguishedName SubjectName => _subjectName.Value;

    /// <summary>The issuer as names are compared.</summary>
    public DistinguishedName IssuerName => _issuerName.Value;

    /// <summary>Subject as an RFC 4514 string, for people.</summary>
    public string Subject => Structure.Subject.ToString();

    /// <summary>Issuer as an RFC 4514 string, for people.</summary>
    public string Issuer => Structure.Issuer.ToString();

    /// <summary>Content octets of the serialNumber INTEGER.</summary>
    public ReadOnlyMemory<byte> SerialNumber { get; }

    public string SerialHex => Convert.ToHexStringLower(SerialNumber.Span);

    public DateTimeOffset NotBefore { get; }

    public DateTimeOffset NotAfter { get; }

    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    public KeyAlgorithm KeyAlgorithm { get; }

    /// <summary>Modulus or field size in bits; 0 where size has no meaning.</summary>
    public int KeyBits { get; }

    /// <summary>Subject key identifier extension; null when absent.</summary>
    public ReadOnlyMemory<byte>? SubjectKeyIdentifier => _extensions.Value.SubjectKeyIdentifier;

    /// <summary>The other extensions that rules ask for.</summary>
    public CertificateExtensions Extensions => _extensions.Value;

    /// <summary>Mail addresses of the subjectAltName (rfc822Name, SmtpUTF8Mailbox of RFC 9598), as written.</summary>
    public IReadOnlyList<string> Addresses => _extensions.Value.Addresses;

    /// <summary>emailAddress attributes of the subject name: older practice, used only where policy allows.</summary>
    public IReadOnlyList<string> SubjectAddresses => _extensions.Value.SubjectAddresses;

    /// <exception cref="MalformedException">Code <c>certificate-malformed</c>: not a certificate, or one that cannot be parsed.</exception>
    public static Certificate FromDer(ReadOnlyMemory<byte> der) => s_parsed.Get(der.Span, Parse);

    public bool Equals(Certificate? other) => other is not null && Der.Span.SequenceEqual(other.Der.Span);

    public override bool Equals(object? obj) => Equals(obj as Certificate);

    public override int GetHashCode() => Sha256.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => $"{Subject} ({Sha256[..16]})";

    private static Certificate Parse(byte[] bytes)
    {
        try
        {
            AsnDecoder.ReadEncodedValue(bytes, AsnEncodingRules.BER, out _, out _, out int consumed);
            if (consumed != bytes.Length)
            {
                throw new MalformedException("certificate-malformed", "Bytes follow the certificate.");
            }

            return new Certificate(bytes, X509CertificateStructure.GetInstance(Asn1Object.FromByteArray(bytes)));
        }
        catch (Exception e) when (e is not MalformedException and not OutOfMemoryException)
        {
            throw new MalformedException("certificate-malformed", "Not an X.509 certificate, or a damaged one.", e);
        }
    }
}
