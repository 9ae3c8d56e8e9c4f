using System.Formats.Asn1;

namespace Bridge.Keystore.Import;

/// <summary>What a binary file is, by its structure; names and extensions lie.</summary>
internal enum FileKind
{
    Unknown,
    Zip,
    Pkcs12,
    /// <summary>PrivateKeyInfo or OneAsymmetricKey (RFC 5958).</summary>
    Pkcs8,
    EncryptedPkcs8,
    /// <summary>RSAPrivateKey (RFC 8017 appendix A.1.2).</summary>
    RsaKey,
    /// <summary>ECPrivateKey (RFC 5915).</summary>
    EcKey,
    Certificate,
    /// <summary>ContentInfo with SignedData, used as a bag of certificates (RFC 8551 section 3.8).</summary>
    Pkcs7,
}

internal static class FileKinds
{
    internal static FileKind Recognise(ReadOnlyMemory<byte> file)
    {
        if (file.Span.StartsWith("PK\x03\x04"u8))
        {
            return FileKind.Zip;
        }

        try
        {
            return Recognise(new AsnReader(file, AsnEncodingRules.BER).ReadSequence());
        }
        catch (Exception e) when (e is AsnContentException or OverflowException)
        {
            return FileKind.Unknown;
        }
    }

    private static FileKind Recognise(AsnReader sequence)
    {
        Asn1Tag first = sequence.PeekTag();
        if (first.HasSameClassAndValue(Asn1Tag.ObjectIdentifier))
        {
            return sequence.ReadObjectIdentifier() == "1.2.840.113549.1.7.2" ? FileKind.Pkcs7 : FileKind.Unknown;
        }

        if (first.HasSameClassAndValue(Asn1Tag.Sequence))
        {
            AsnReader inner = sequence.ReadSequence();
            return !sequence.HasData ? FileKind.Unknown
                : sequence.PeekTag().HasSameClassAndValue(Asn1Tag.PrimitiveOctetString) && inner.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier) ? FileKind.EncryptedPkcs8
                : FileKind.Certificate;
        }

        int version = (int)sequence.ReadInteger();
        Asn1Tag second = sequence.PeekTag();
        return second.HasSameClassAndValue(Asn1Tag.Integer) ? FileKind.RsaKey
            : second.HasSameClassAndValue(Asn1Tag.PrimitiveOctetString) ? FileKind.EcKey
            : !second.HasSameClassAndValue(Asn1Tag.Sequence) ? FileKind.Unknown
            : version == 3 ? FileKind.Pkcs12
            : FileKind.Pkcs8;
    }
}
