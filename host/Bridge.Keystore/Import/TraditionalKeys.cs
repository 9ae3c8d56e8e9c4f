using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Keystore.Vault;

namespace Bridge.Keystore.Import;

/// <summary>Keys in the form of their own algorithm, as OpenSSL wrote them for long: turned into PKCS#8, decrypted where RFC 1421 headers say so.</summary>
internal static class TraditionalKeys
{
    private const string Rsa = "1.2.840.113549.1.1.1", Ec = "1.2.840.10045.2.1";

    internal static SecretBytes FromRsa(ReadOnlySpan<byte> key)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        return Wrap(key, () =>
        {
            writer.WriteObjectIdentifier(Rsa);
            writer.WriteNull();
        }, writer);
    }

    /// <summary>ECPrivateKey must name its curve in the parameters field, which PKCS#8 has in the algorithm.</summary>
    internal static SecretBytes FromEc(ReadOnlyMemory<byte> key)
    {
        AsnReader fields = new AsnReader(key, AsnEncodingRules.BER).ReadSequence();
        fields.ReadInteger();
        fields.ReadEncodedValue();
        Asn1Tag parametersTag = new(TagClass.ContextSpecific, 0);
        ReadOnlyMemory<byte> curve = fields.HasData && fields.PeekTag().HasSameClassAndValue(parametersTag)
            ? fields.ReadSequence(parametersTag).ReadEncodedValue()
            : throw new AsnContentException("An elliptic curve key that does not name its curve.");
        AsnWriter writer = new(AsnEncodingRules.DER);
        return Wrap(key.Span, () =>
        {
            writer.WriteObjectIdentifier(Ec);
            writer.WriteEncodedValue(curve.Span);
        }, writer);
    }

    /// <summary>Decrypts a PEM block with a DEK-Info header; null when it has none.</summary>
    /// <exception cref="PassphraseMismatchException">Bad padding.</exception>
    internal static SecretBytes? Decrypt(PemBlock block, PassphraseForm passphrase)
    {
        if (!block.Headers.TryGetValue("DEK-Info", out string? info))
        {
            return null;
        }

        string[] parts = info.Split(',', StringSplitOptions.TrimEntries);
        FileCipher cipher = FileCipher.ByName(parts[0]);
        byte[] iv = parts.Length == 2 ? Convert.FromHexString(parts[1]) : throw new FormatException("A DEK-Info header without its initialisation vector.");
        if (iv.Length < 8)
        {
            throw new FormatException("A DEK-Info header with a short initialisation vector.");
        }

        using SecretBytes key = DeriveByMd5(passphrase.Narrow, iv.AsSpan(0, 8), cipher.KeySize);
        return cipher.Decrypt(key.Span, iv, block.Content);
    }

    // The derivation of OpenSSL's traditional format: one round of MD5 over previous digest, passphrase and salt.
    private static SecretBytes DeriveByMd5(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, int length)
    {
        SecretBytes key = new(length);
        byte[] digest = [];
        for (int done = 0; done < length; done += digest.Length)
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
            hash.AppendData(digest);
            hash.AppendData(passphrase);
            hash.AppendData(salt);
            digest = hash.GetHashAndReset();
            digest.AsSpan(0, Math.Min(digest.Length, length - done)).CopyTo(key.Span[done..]);
        }

        CryptographicOperations.ZeroMemory(digest);
        return key;
    }

    private static SecretBytes Wrap(ReadOnlySpan<byte> key, Action writeAlgorithm, AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence())
            {
                writeAlgorithm();
            }

            writer.WriteOctetString(key);
        }

        SecretBytes pkcs8 = new(writer.GetEncodedLength());
        writer.Encode(pkcs8.Span);
        // The writer zeroes its own buffer.
        writer.Reset();
        return pkcs8;
    }
}
