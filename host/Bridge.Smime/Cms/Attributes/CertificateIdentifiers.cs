using System.Formats.Asn1;
using Bridge.Smime.Values;

namespace Bridge.Smime.Cms.Attributes;

/// <summary>Reads how CMS names certificates.</summary>
internal static class CertificateIdentifiers
{
    /// <summary>Content of an IssuerAndSerialNumber (RFC 5652 section 10.2.4).</summary>
    public static CertificateIdentifier IssuerAndSerial(AsnReader sequence)
    {
        ReadOnlyMemory<byte> issuer = sequence.ReadEncodedValue();
        return CertificateIdentifier.ByIssuerAndSerial(issuer, sequence.ReadIntegerBytes());
    }

    /// <summary>SignerIdentifier (RFC 5652 section 5.3).</summary>
    public static CertificateIdentifier Signer(AsnReader reader)
    {
        Asn1Tag keyIdentifier = new(TagClass.ContextSpecific, 0);
        return reader.PeekTag().HasSameClassAndValue(keyIdentifier)
            ? CertificateIdentifier.BySubjectKeyIdentifier(reader.ReadOctetString(keyIdentifier))
            : IssuerAndSerial(reader.ReadSequence());
    }
}
