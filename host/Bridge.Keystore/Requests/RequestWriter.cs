using System.Formats.Asn1;
using System.Text;

namespace Bridge.Keystore.Requests;

/// <summary>
/// Writes what a fresh key signs about itself: the PKCS#10 request (RFC 2986) for the authority, and a certificate of its own that
/// never leaves this process, with which the key is tried out.
/// </summary>
internal sealed class RequestWriter(FreshKey key, RequestSubject subject)
{
    private const string CommonName = "2.5.4.3", ExtensionRequest = "1.2.840.113549.1.9.14", KeyUsage = "2.5.29.15", SubjectAltName = "2.5.29.17",
        ExtendedKeyUsage = "2.5.29.37", EmailProtection = "1.3.6.1.5.5.7.3.4", SmtpUtf8Mailbox = "1.3.6.1.5.5.7.8.9";

    internal byte[] Request() => Signed(info =>
    {
        info.WriteInteger(0);
        WriteName(info);
        info.WriteEncodedValue(key.SubjectPublicKeyInfo);
        using (info.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 0)))
        using (info.PushSequence())
        {
            info.WriteObjectIdentifier(ExtensionRequest);
            using (info.PushSetOf())
            {
                WriteExtensions(info);
            }
        }
    });

    internal byte[] OwnCertificate(DateTimeOffset at) => Signed(certificate =>
    {
        using (certificate.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            certificate.WriteInteger(2);
        }

        certificate.WriteInteger(1);
        WriteSignatureAlgorithm(certificate);
        WriteName(certificate);
        using (certificate.PushSequence())
        {
            certificate.WriteUtcTime(at.AddDays(-1));
            certificate.WriteUtcTime(at.AddDays(1));
        }

        WriteName(certificate);
        certificate.WriteEncodedValue(key.SubjectPublicKeyInfo);
        using (certificate.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 3)))
        {
            WriteExtensions(certificate);
        }
    });

    private byte[] Signed(Action<AsnWriter> writeFields)
    {
        AsnWriter fields = new(AsnEncodingRules.DER), whole = new(AsnEncodingRules.DER);
        using (fields.PushSequence())
        {
            writeFields(fields);
        }

        byte[] signed = fields.Encode();
        using (whole.PushSequence())
        {
            whole.WriteEncodedValue(signed);
            WriteSignatureAlgorithm(whole);
            whole.WriteBitString(key.Sign(signed));
        }

        return whole.Encode();
    }

    private void WriteSignatureAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(key.SignatureOid);
            if (key.SignatureHasNull)
            {
                writer.WriteNull();
            }
        }
    }

    private void WriteName(AsnWriter writer)
    {
        using (writer.PushSequence())
        using (writer.PushSetOf())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(CommonName);
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, subject.CommonName);
        }
    }

    private void WriteExtensions(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            WriteExtension(writer, KeyUsage, critical: true, value => value.WriteNamedBitList(subject.Usage));
            WriteExtension(writer, ExtendedKeyUsage, critical: false, value =>
            {
                using (value.PushSequence())
                {
                    value.WriteObjectIdentifier(EmailProtection);
                }
            });
            WriteExtension(writer, SubjectAltName, critical: false, WriteAddress);
        }
    }

    private static void WriteExtension(AsnWriter writer, string oid, bool critical, Action<AsnWriter> writeValue)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            if (critical)
            {
                writer.WriteBoolean(true);
            }

            using (writer.PushOctetString())
            {
                writeValue(writer);
            }
        }
    }

    // RFC 9598 section 3: an address whose local part is not ASCII is an otherName; every other one an rfc822Name.
    private void WriteAddress(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            if (Ascii.IsValid(subject.Address))
            {
                writer.WriteCharacterString(UniversalTagNumber.IA5String, subject.Address, new Asn1Tag(TagClass.ContextSpecific, 1));
                return;
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                writer.WriteObjectIdentifier(SmtpUtf8Mailbox);
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                {
                    writer.WriteCharacterString(UniversalTagNumber.UTF8String, subject.Address);
                }
            }
        }
    }
}
