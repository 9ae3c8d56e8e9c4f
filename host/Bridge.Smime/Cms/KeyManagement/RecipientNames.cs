using System.Formats.Asn1;
using Bridge.Smime.Values;
using Org.BouncyCastle.Asn1;

namespace Bridge.Smime.Cms.KeyManagement;

/// <summary>Reads and writes the ways in which a RecipientInfo names a certificate.</summary>
internal static class RecipientNames
{
    private static readonly Asn1Tag s_zero = new(TagClass.ContextSpecific, 0);

    /// <summary>RecipientIdentifier (RFC 5652 section 6.2.1): issuer and serial number, or [0] key identifier.</summary>
    public static CertificateIdentifier Read(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(s_zero)
            ? CertificateIdentifier.BySubjectKeyIdentifier(reader.ReadOctetString(s_zero))
            : ReadIssuerAndSerial(reader);

    /// <summary>KeyAgreeRecipientIdentifier (RFC 5652 section 6.2.2): issuer and serial number, or [0] RecipientKeyIdentifier.</summary>
    public static CertificateIdentifier ReadAgreement(AsnReader reader)
    {
        if (!reader.PeekTag().HasSameClassAndValue(s_zero))
        {
            return ReadIssuerAndSerial(reader);
        }

        // Date and further attributes of the key identifier say nothing that finds a certificate.
        return CertificateIdentifier.BySubjectKeyIdentifier(reader.ReadSequence(s_zero).ReadOctetString());
    }

    public static void WriteIssuerAndSerial(AsnWriter writer, Certificate certificate)
    {
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(certificate.Structure.Issuer.GetEncoded(Asn1Encodable.Der));
            writer.WriteInteger(certificate.SerialNumber.Span);
        }
    }

    private static CertificateIdentifier ReadIssuerAndSerial(AsnReader reader)
    {
        AsnReader fields = reader.ReadSequence();
        ReadOnlyMemory<byte> issuer = Normalise(fields.ReadEncodedValue());
        ReadOnlyMemory<byte> serial = fields.ReadIntegerBytes();
        fields.ThrowIfNotEmpty();
        return CertificateIdentifier.ByIssuerAndSerial(issuer, serial);
    }

    // Names are compared as DER; a message in BER may write its lengths otherwise.
    private static ReadOnlyMemory<byte> Normalise(ReadOnlyMemory<byte> name)
    {
        try
        {
            return Asn1Object.FromByteArray(name.ToArray()).GetEncoded(Asn1Encodable.Der);
        }
        catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException or FormatException)
        {
            throw RecipientInfo.Malformed("A recipient's issuer name is malformed.", e);
        }
    }
}
