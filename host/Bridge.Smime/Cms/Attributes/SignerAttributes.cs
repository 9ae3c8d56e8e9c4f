using System.Formats.Asn1;
using Bridge.Smime.Values;

namespace Bridge.Smime.Cms.Attributes;

/// <summary>Reads the values of the signed attributes that verdicts and harvesting look at. A malformed value reads as null.</summary>
public static class SignerAttributes
{
    public static string? ContentType(CmsAttributes attributes) => Read(attributes, Oids.ContentType, r => r.ReadObjectIdentifier());

    public static byte[]? MessageDigest(CmsAttributes attributes) => Read(attributes, Oids.MessageDigest, r => r.ReadOctetString());

    /// <summary>RFC 5652 section 11.3: UTCTime until 2049, GeneralizedTime after.</summary>
    public static DateTimeOffset? SigningTime(CmsAttributes attributes) => ReadValue(
        attributes,
        Oids.SigningTime,
        r => r.PeekTag().TagValue == (int)UniversalTagNumber.UtcTime ? r.ReadUtcTime(2049) : r.ReadGeneralizedTime());

    /// <summary>SMIMECapabilities (RFC 8551 section 2.5.2).</summary>
    public static SmimeCapabilities? Capabilities(CmsAttributes attributes) => Read(attributes, Oids.SmimeCapabilities, reader =>
    {
        AsnReader list = reader.ReadSequence();
        List<SmimeCapability> items = [];
        while (list.HasData)
        {
            AsnReader item = list.ReadSequence();
            string oid = item.ReadObjectIdentifier();
            items.Add(new SmimeCapability(oid, item.HasData ? item.ReadEncodedValue() : ReadOnlyMemory<byte>.Empty));
        }

        return new SmimeCapabilities(items);
    });

    /// <summary>
    /// SMIMEEncryptionKeyPreference (RFC 8551 section 2.5.3): the certificate to encrypt to; the older Microsoft attribute
    /// has only its issuerAndSerialNumber form.
    /// </summary>
    public static CertificateIdentifier? EncryptionKeyPreference(CmsAttributes attributes) =>
        Read(attributes, Oids.EncryptionKeyPreference, Preference)
        ?? Read(attributes, Oids.MicrosoftEncryptionKeyPreference, r => CertificateIdentifiers.IssuerAndSerial(r.ReadSequence()));

    /// <summary>The digest and signature algorithms named by CMSAlgorithmProtection (RFC 6211).</summary>
    public static (AlgorithmId Digest, AlgorithmId? Signature)? AlgorithmProtection(CmsAttributes attributes) =>
        ReadValue<(AlgorithmId, AlgorithmId?)>(attributes, Oids.CmsAlgorithmProtection, reader =>
        {
            AsnReader sequence = reader.ReadSequence();
            AlgorithmId digest = AlgorithmId.Read(sequence);
            Asn1Tag one = new(TagClass.ContextSpecific, 1);
            return (digest, sequence.HasData && sequence.PeekTag().HasSameClassAndValue(one) ? AlgorithmId.Read(sequence, one) : null);
        });

    private static CertificateIdentifier? Preference(AsnReader reader) => reader.PeekTag().TagValue switch
    {
        0 => CertificateIdentifiers.IssuerAndSerial(reader.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0))),
        1 => RecipientKey(reader.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 1))),
        2 => CertificateIdentifier.BySubjectKeyIdentifier(reader.ReadOctetString(new Asn1Tag(TagClass.ContextSpecific, 2))),
        _ => null,
    };

    private static CertificateIdentifier RecipientKey(AsnReader sequence) =>
        CertificateIdentifier.BySubjectKeyIdentifier(sequence.ReadOctetString());

    private static T? Read<T>(CmsAttributes attributes, string oid, Func<AsnReader, T?> read)
        where T : class
    {
        if (attributes.Single(oid) is not { } value)
        {
            return null;
        }

        try
        {
            return read(new AsnReader(value, AsnEncodingRules.BER));
        }
        catch (Exception e) when (e is AsnContentException or Errors.MalformedException)
        {
            return null;
        }
    }

    private static T? ReadValue<T>(CmsAttributes attributes, string oid, Func<AsnReader, T> read)
        where T : struct
    {
        if (attributes.Single(oid) is not { } value)
        {
            return null;
        }

        try
        {
            return read(new AsnReader(value, AsnEncodingRules.BER));
        }
        catch (Exception e) when (e is AsnContentException or Errors.MalformedException)
        {
            return null;
        }
    }
}
