using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Smime.Cms.KeyManagement;

/// <summary>KeyTransRecipientInfo (RFC 5652 section 6.2.1): RSA, PKCS#1 v1.5 or OAEP.</summary>
internal sealed record KeyTransportRecipient(CertificateIdentifier Recipient, AlgorithmId Algorithm, ReadOnlyMemory<byte> EncryptedKey) : RecipientInfo
{
    public override IReadOnlyList<CertificateIdentifier> Recipients => [Recipient];

    public override string Kind => "ktri";

    public override string Name => Algorithm.Oid switch
    {
        Oids.RsaEncryption => "RSAES-PKCS1-v1_5",
        Oids.RsaesOaep => "RSAES-OAEP",
        var other => other,
    };

    public static KeyTransportRecipient Read(AsnReader reader)
    {
        AsnReader fields = reader.ReadSequence();
        _ = fields.ReadIntegerBytes();
        CertificateIdentifier recipient = RecipientNames.Read(fields);
        AlgorithmId algorithm = AlgorithmId.Read(fields);
        byte[] encryptedKey = fields.ReadOctetString();
        fields.ThrowIfNotEmpty();
        return new KeyTransportRecipient(recipient, algorithm, encryptedKey);
    }

    /// <exception cref="UnsupportedAlgorithmException">The key's size or exponent is out of bounds.</exception>
    public static byte[] Write(Certificate recipient, ReadOnlySpan<byte> contentKey, KeyTransportChoice choice)
    {
        PublicKeyInfo key = PublicKeyInfo.Read(recipient.SubjectPublicKeyInfo, new Limits());

        // RFC 4055 section 4: a key marked id-RSAES-OAEP is used with nothing else.
        bool oaep = choice == KeyTransportChoice.Oaep || key.Algorithm.Oid == Oids.RsaesOaep;
        byte[] encryptedKey = Encrypt(key.Rsa!, contentKey, oaep ? RSAEncryptionPadding.OaepSHA256 : RSAEncryptionPadding.Pkcs1);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            RecipientNames.WriteIssuerAndSerial(writer, recipient);
            (oaep ? OaepParameters.Sha256 : AlgorithmId.WithNull(Oids.RsaEncryption)).Write(writer);
            writer.WriteOctetString(encryptedKey);
        }

        return writer.Encode();
    }

    private static byte[] Encrypt(RsaPublicKey key, ReadOnlySpan<byte> contentKey, RSAEncryptionPadding padding)
    {
        byte[] secret = contentKey.ToArray();
        try
        {
            return key.Use(rsa => rsa.Encrypt(secret, padding));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    internal override byte[]? Unwrap(CertificateIdentifier recipient, IDecryptionKey key, int contentKeyBytes) => Algorithm.Oid switch
    {
        Oids.RsaEncryption when !Algorithm.HasNoParameters => throw Malformed("RSAES-PKCS1-v1_5 has parameters where there are none."),
        Oids.RsaEncryption => UnwrapPkcs1(key, contentKeyBytes),
        Oids.RsaesOaep => key.DecryptRsa(EncryptedKey.Span, OaepParameters.Read(Algorithm.Parameters)),
        _ => throw new UnsupportedAlgorithmException(Algorithm.Oid, "This key transport algorithm is not known."),
    };

    // RFC 3218 section 2.3.2: drawn before, so that success and failure take the same way; a wrong length is a failure too.
    private byte[] UnwrapPkcs1(IDecryptionKey key, int contentKeyBytes)
    {
        byte[] random = RandomNumberGenerator.GetBytes(contentKeyBytes == 0 ? 16 : contentKeyBytes);
        byte[]? opened = key.DecryptRsa(EncryptedKey.Span, RsaTransportScheme.Pkcs1);
        bool fits = opened is { Length: > 0 } && (contentKeyBytes == 0 || opened.Length == contentKeyBytes);
        return fits ? opened! : random;
    }
}
