using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Values;

namespace Bridge.Smime.Cms.Writing;

/// <summary>What a signature says beside the content's digest.</summary>
/// <param name="MessageDigest">Digest of the content.</param>
/// <param name="SigningTime">The signer's clock.</param>
/// <param name="Signer">Certificate that signs.</param>
/// <param name="EncryptionCertificate">Certificate that the signer wants mail encrypted to; null when it is <paramref name="Signer"/> or there is none.</param>
/// <param name="DigestAlgorithm">As in the SignerInfo.</param>
/// <param name="SignatureAlgorithm">As in the SignerInfo.</param>
internal sealed record SignedAttributes(
    byte[] MessageDigest,
    DateTimeOffset SigningTime,
    Certificate Signer,
    Certificate? EncryptionCertificate,
    AlgorithmId DigestAlgorithm,
    AlgorithmId SignatureAlgorithm)
{
    private static readonly Asn1Tag s_context0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag s_context4 = new(TagClass.ContextSpecific, 4);

    /// <summary>DER of the SET OF Attribute: the bytes that are signed (RFC 5652 section 5.4).</summary>
    public byte[] Encode()
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            Write(writer, Oids.ContentType, () => writer.WriteObjectIdentifier(Oids.Data));
            Write(writer, Oids.MessageDigest, () => writer.WriteOctetString(MessageDigest));
            Write(writer, Oids.SigningTime, () => WriteTime(writer));
            Write(writer, Oids.SmimeCapabilities, () => OwnCapabilities.Write(writer));
            Write(writer, Oids.SigningCertificateV2, () => WriteSigningCertificate(writer));
            Write(writer, Oids.CmsAlgorithmProtection, () => WriteAlgorithmProtection(writer));
            if (EncryptionCertificate is { } preferred)
            {
                Write(writer, Oids.EncryptionKeyPreference, () => WriteIssuerAndSerial(writer, preferred, s_context0));
            }
        }

        return writer.Encode();
    }

    /// <summary>IssuerAndSerialNumber (RFC 5652 section 10.2.4).</summary>
    public static void WriteIssuerAndSerial(AsnWriter writer, Certificate certificate, Asn1Tag? tag = null)
    {
        using (writer.PushSequence(tag))
        {
            writer.WriteEncodedValue(certificate.IssuerDer.Span);
            writer.WriteInteger(certificate.SerialNumber.Span);
        }
    }

    private static void Write(AsnWriter writer, string oid, Action value)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            using (writer.PushSetOf())
            {
                value();
            }
        }
    }

    // RFC 5652 section 11.3: UTCTime from 1950 through 2049, whole seconds.
    private void WriteTime(AsnWriter writer)
    {
        if (SigningTime.UtcDateTime.Year is >= 1950 and < 2050)
        {
            writer.WriteUtcTime(SigningTime, 2049);
        }
        else
        {
            writer.WriteGeneralizedTime(SigningTime, omitFractionalSeconds: true);
        }
    }

    // RFC 5035 section 3: one ESSCertIDv2 with SHA-256, which is the default and therefore left out, and issuerSerial.
    private void WriteSigningCertificate(AsnWriter writer)
    {
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteOctetString(SHA256.HashData(Signer.Der.Span));
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                using (writer.PushSequence(s_context4))
                {
                    writer.WriteEncodedValue(Signer.IssuerDer.Span);
                }

                writer.WriteInteger(Signer.SerialNumber.Span);
            }
        }
    }

    // RFC 6211 section 2: the same identifiers as in the SignerInfo, the signature's tagged [1].
    private void WriteAlgorithmProtection(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            DigestAlgorithm.Write(writer);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
            {
                writer.WriteObjectIdentifier(SignatureAlgorithm.Oid);
                if (!SignatureAlgorithm.Parameters.IsEmpty)
                {
                    writer.WriteEncodedValue(SignatureAlgorithm.Parameters.Span);
                }
            }
        }
    }
}
