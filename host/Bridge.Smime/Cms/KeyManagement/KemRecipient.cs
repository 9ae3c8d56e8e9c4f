using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Bridge.Smime.Cms.KeyManagement;

/// <summary>KEMRecipientInfo (RFC 9629 section 3) with ML-KEM (RFC 9936).</summary>
internal sealed record KemRecipient(
    CertificateIdentifier Recipient,
    AlgorithmId Kem,
    ReadOnlyMemory<byte> Ciphertext,
    AlgorithmId Kdf,
    int KekBytes,
    ReadOnlyMemory<byte>? Ukm,
    AlgorithmId Wrap,
    ReadOnlyMemory<byte> EncryptedKey) : RecipientInfo
{
    private static readonly Asn1Tag s_zero = new(TagClass.ContextSpecific, 0, true);

    public override IReadOnlyList<CertificateIdentifier> Recipients => [Recipient];

    public override string Kind => "kemri";

    public override string Name => Kem.Oid switch
    {
        Oids.MlKem512 => "ML-KEM-512",
        Oids.MlKem768 => "ML-KEM-768",
        Oids.MlKem1024 => "ML-KEM-1024",
        var other => other,
    };

    public static KemRecipient Read(AsnReader fields)
    {
        _ = fields.ReadIntegerBytes();
        CertificateIdentifier recipient = RecipientNames.Read(fields);
        AlgorithmId kem = AlgorithmId.Read(fields);
        byte[] ciphertext = fields.ReadOctetString();
        AlgorithmId kdf = AlgorithmId.Read(fields);
        int kekBytes = fields.TryReadInt32(out int read) && read is >= 1 and <= 65535
            ? read
            : throw Malformed("A key length is out of range.");
        ReadOnlyMemory<byte>? ukm = null;
        if (fields.PeekTag() == s_zero)
        {
            AsnReader field = fields.ReadSequence(s_zero);
            ukm = field.ReadOctetString();
            field.ThrowIfNotEmpty();
        }

        AlgorithmId wrap = AlgorithmId.Read(fields);
        byte[] encryptedKey = fields.ReadOctetString();
        fields.ThrowIfNotEmpty();
        return new KemRecipient(recipient, kem, ciphertext, kdf, kekBytes, ukm, wrap, encryptedKey);
    }

    /// <summary>HKDF-SHA256 for all sets; AES wrap of 128 bits for ML-KEM-512 and 256 above, or more when the content key is longer (RFC 9936 section 2.2).</summary>
    public static byte[] Write(Certificate recipient, ReadOnlySpan<byte> contentKey)
    {
        PublicKeyInfo key = PublicKeyInfo.Read(recipient.SubjectPublicKeyInfo, new Limits());
        (byte[] ciphertext, byte[] secret) = Encapsulate(key);
        int least = key.Algorithm.Oid == Oids.MlKem512 ? 16 : 32;
        KeyWrap wrap = KeyWrap.ForContentKey(Math.Max(least, contentKey.Length));
        AlgorithmId wrapId = new(wrap.Oid);
        byte[] info = KeyDerivation.EncapsulationInfo(wrapId.Encoded.Span, null, wrap.KekBytes);
        byte[] kek = KeyDerivation.ForEncapsulation(new AlgorithmId(Oids.HkdfSha256)).Derive(secret, info, [], wrap.KekBytes);
        byte[] encryptedKey = wrap.Wrap(kek, contentKey);
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(kek);
        return Encode(recipient, key.Algorithm, ciphertext, wrap, encryptedKey);
    }

    internal override byte[]? Unwrap(CertificateIdentifier recipient, IDecryptionKey key, int contentKeyBytes)
    {
        KeyWrap wrap = KeyWrap.Read(Wrap);
        KeyDerivation derivation = KeyDerivation.ForEncapsulation(Kdf);
        if (KeyOid(key.Algorithm) != Kem.Oid)
        {
            return Name == Kem.Oid ? throw new UnsupportedAlgorithmException(Kem.Oid, "This key encapsulation is not done.") : null;
        }

        if (wrap.KekBytes != KekBytes || !Kem.HasNoParameters)
        {
            throw Malformed("Key length and key wrap algorithm of a recipient do not fit together.");
        }

        byte[]? secret = key.Decapsulate(Ciphertext.Span);
        if (secret is null)
        {
            return null;
        }

        byte[] info = KeyDerivation.EncapsulationInfo(Wrap.Encoded.Span, Ukm, KekBytes);
        byte[] kek = derivation.Derive(secret, info, [], KekBytes);
        byte[]? opened = wrap.Unwrap(kek, EncryptedKey.Span);
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(kek);
        return opened;
    }

    private static string? KeyOid(KeyAlgorithm algorithm) => algorithm switch
    {
        KeyAlgorithm.MlKem512 => Oids.MlKem512,
        KeyAlgorithm.MlKem768 => Oids.MlKem768,
        KeyAlgorithm.MlKem1024 => Oids.MlKem1024,
        _ => null,
    };

    private static (byte[] Ciphertext, byte[] Secret) Encapsulate(PublicKeyInfo key)
    {
        MLKemParameters set = key.Algorithm.Oid switch
        {
            Oids.MlKem512 => MLKemParameters.ml_kem_512,
            Oids.MlKem768 => MLKemParameters.ml_kem_768,
            _ => MLKemParameters.ml_kem_1024,
        };
        try
        {
            MLKemEncapsulator encapsulator = new(set);
            encapsulator.Init(new ParametersWithRandom(MLKemPublicKeyParameters.FromEncoding(set, key.Key.ToArray()), new SecureRandom()));
            byte[] ciphertext = new byte[encapsulator.EncapsulationLength];
            byte[] secret = new byte[encapsulator.SecretLength];
            encapsulator.Encapsulate(ciphertext, secret);
            return (ciphertext, secret);
        }
        catch (ArgumentException e)
        {
            throw PublicKeyInfo.Malformed("A recipient's ML-KEM key is malformed.", e);
        }
    }

    private static byte[] Encode(Certificate recipient, AlgorithmId kem, byte[] ciphertext, KeyWrap wrap, byte[] encryptedKey)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4)))
        {
            writer.WriteObjectIdentifier(Oids.KemRecipientInfo);
            using (writer.PushSequence())
            {
                writer.WriteInteger(0);
                RecipientNames.WriteIssuerAndSerial(writer, recipient);
                new AlgorithmId(kem.Oid).Write(writer);
                writer.WriteOctetString(ciphertext);
                new AlgorithmId(Oids.HkdfSha256).Write(writer);
                writer.WriteInteger(wrap.KekBytes);
                new AlgorithmId(wrap.Oid).Write(writer);
                writer.WriteOctetString(encryptedKey);
            }
        }

        return writer.Encode();
    }
}
