using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Errors;
using Org.BouncyCastle.Crypto.Digests;

namespace Bridge.Smime.Cms.KeyManagement;

/// <summary>Key derivation functions of key agreement and encapsulation: ANSI X9.63 (RFC 5753) and HKDF (RFC 8418, 9629).</summary>
internal sealed record KeyDerivation(bool Hkdf, HashAlgorithmName Digest)
{
    /// <summary>Not known to .NET; used only here and in OAEP.</summary>
    public static readonly HashAlgorithmName Sha224 = new("SHA224");

    /// <summary>For a key-agreement scheme. Cofactor Diffie-Hellman is the plain one on every curve done here: their cofactor is 1.</summary>
    /// <exception cref="UnsupportedAlgorithmException">Another scheme, for example MQV.</exception>
    public static KeyDerivation ForAgreement(string oid) => oid switch
    {
        Oids.EcdhSha1Kdf or Oids.EcdhCofactorSha1Kdf => new(false, HashAlgorithmName.SHA1),
        Oids.EcdhSha224Kdf or Oids.EcdhCofactorSha224Kdf => new(false, Sha224),
        Oids.EcdhSha256Kdf or Oids.EcdhCofactorSha256Kdf => new(false, HashAlgorithmName.SHA256),
        Oids.EcdhSha384Kdf or Oids.EcdhCofactorSha384Kdf => new(false, HashAlgorithmName.SHA384),
        Oids.EcdhSha512Kdf or Oids.EcdhCofactorSha512Kdf => new(false, HashAlgorithmName.SHA512),
        Oids.EcdhHkdfSha256 => new(true, HashAlgorithmName.SHA256),
        Oids.EcdhHkdfSha384 => new(true, HashAlgorithmName.SHA384),
        Oids.EcdhHkdfSha512 => new(true, HashAlgorithmName.SHA512),
        _ => throw new UnsupportedAlgorithmException(oid, "This key agreement scheme is not done."),
    };

    /// <summary>For a KEMRecipientInfo's kdf (RFC 9629 section 5).</summary>
    /// <exception cref="UnsupportedAlgorithmException">Another function.</exception>
    public static KeyDerivation ForEncapsulation(AlgorithmId id) => id switch
    {
        { HasNoParameters: false } => throw RecipientInfo.Malformed("A key derivation function has parameters where there are none."),
        { Oid: Oids.HkdfSha256 } => new(true, HashAlgorithmName.SHA256),
        { Oid: Oids.HkdfSha384 } => new(true, HashAlgorithmName.SHA384),
        { Oid: Oids.HkdfSha512 } => new(true, HashAlgorithmName.SHA512),
        _ => throw new UnsupportedAlgorithmException(id.Oid, "This key derivation function is not done."),
    };

    /// <summary>ECC-CMS-SharedInfo (RFC 5753 section 7.2), with keyInfo exactly as it stands in the message.</summary>
    public static byte[] AgreementInfo(ReadOnlySpan<byte> keyInfo, ReadOnlyMemory<byte>? ukm, int kekBytes)
    {
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(keyInfo);
            WriteUkm(writer, ukm);
            byte[] bits = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(bits, kekBytes * 8);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
            {
                writer.WriteOctetString(bits);
            }
        }

        return writer.Encode();
    }

    /// <summary>CMSORIforKEMOtherInfo (RFC 9629 section 5).</summary>
    public static byte[] EncapsulationInfo(ReadOnlySpan<byte> wrap, ReadOnlyMemory<byte>? ukm, int kekBytes)
    {
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(wrap);
            writer.WriteInteger(kekBytes);
            WriteUkm(writer, ukm);
        }

        return writer.Encode();
    }

    /// <param name="secret">Shared secret.</param>
    /// <param name="info">SharedInfo or OtherInfo.</param>
    /// <param name="salt">HKDF only: RFC 8418 section 2.2 takes the ukm; empty otherwise.</param>
    /// <param name="length">Bytes to derive.</param>
    public byte[] Derive(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> info, ReadOnlySpan<byte> salt, int length)
    {
        byte[] output = new byte[length];
        if (Hkdf)
        {
            HKDF.DeriveKey(Digest, secret, output, salt, info);
            return output;
        }

        byte[] input = [.. secret, 0, 0, 0, 0, .. info];
        for (int at = 0, counter = 1; at < length; counter++)
        {
            BinaryPrimitives.WriteInt32BigEndian(input.AsSpan(secret.Length), counter);
            byte[] block = Hash(input);
            block.AsSpan(0, Math.Min(block.Length, length - at)).CopyTo(output.AsSpan(at));
            at += block.Length;
        }

        CryptographicOperations.ZeroMemory(input);
        return output;
    }

    private byte[] Hash(byte[] input)
    {
        if (Digest != Sha224)
        {
            return CryptographicOperations.HashData(Digest, input);
        }

        Sha224Digest digest = new();
        digest.BlockUpdate(input);
        byte[] output = new byte[digest.GetDigestSize()];
        digest.DoFinal(output);
        return output;
    }

    private static void WriteUkm(AsnWriter writer, ReadOnlyMemory<byte>? ukm)
    {
        if (ukm is { } value)
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                writer.WriteOctetString(value.Span);
            }
        }
    }
}
