using System.Security.Cryptography;
using Bridge.Smime.Errors;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Bridge.Smime.Cms.Content;

/// <summary>Opens authenticated content (AES-GCM and CCM of RFC 5084, ChaCha20-Poly1305 of RFC 8103). No plaintext before the tag holds.</summary>
public static class AuthenticatedContent
{
    private const int SmallestGcmTag = 12;
    private const int SmallestCcmTag = 8;
    private const int LargestTag = 16;

    /// <summary>Replaces the ciphertext by the plaintext, which has the same length; on failure by zeros.</summary>
    /// <param name="id">contentEncryptionAlgorithm.</param>
    /// <param name="key">Content key.</param>
    /// <param name="ciphertext">The whole ciphertext, without the tag.</param>
    /// <param name="aad">DER of authAttrs as SET OF; empty when absent.</param>
    /// <param name="mac">The tag.</param>
    /// <exception cref="DecryptionFailedException">The tag does not hold, or the key does not fit.</exception>
    /// <exception cref="UnsupportedAlgorithmException">Not an AEAD algorithm that this product reads.</exception>
    /// <exception cref="MalformedException">Code <c>algorithm-malformed</c>.</exception>
    public static void DecryptInPlace(
        AlgorithmId id,
        ReadOnlySpan<byte> key,
        Span<byte> ciphertext,
        ReadOnlySpan<byte> aad,
        ReadOnlySpan<byte> mac)
    {
        ContentAlgorithm? algorithm = ContentAlgorithm.ByOid(id.Oid);
        if (algorithm is null or { Authenticated: false })
        {
            throw new UnsupportedAlgorithmException(algorithm?.Name ?? id.Oid, "Not an algorithm of authEnveloped-data that is read here.");
        }

        (byte[] nonce, int tagBytes) = Parameters(id);
        try
        {
            if (mac.Length != tagBytes || key.Length != algorithm.KeyBytes)
            {
                throw new DecryptionFailedException();
            }

            Open(id.Oid, key, nonce, ciphertext, aad, mac);
        }
        catch (Exception e) when (e is CryptographicException or CryptoException or DecryptionFailedException)
        {
            CryptographicOperations.ZeroMemory(ciphertext);
            throw new DecryptionFailedException();
        }
    }

    private static void Open(
        string oid, ReadOnlySpan<byte> key, byte[] nonce, Span<byte> text, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> mac)
    {
        if (oid == Oids.ChaCha20Poly1305)
        {
            OpenChaCha(key, nonce, text, aad, mac);
        }
        else if (!IsGcm(oid))
        {
            using AesCcm ccm = new(key);
            ccm.Decrypt(nonce, text, mac, text, aad);
        }
        else if (AesGcm.IsSupported && nonce.Length == AesGcm.NonceByteSizes.MaxSize && mac.Length <= AesGcm.TagByteSizes.MaxSize
            && mac.Length >= AesGcm.TagByteSizes.MinSize)
        {
            using AesGcm gcm = new(key, mac.Length);
            gcm.Decrypt(nonce, text, mac, text, aad);
        }
        else
        {
            OpenWithBouncyCastle(new GcmBlockCipher(AesUtilities.CreateEngine()), key, nonce, text, aad, mac);
        }
    }

    private static void OpenChaCha(ReadOnlySpan<byte> key, byte[] nonce, Span<byte> text, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> mac)
    {
        if (System.Security.Cryptography.ChaCha20Poly1305.IsSupported)
        {
            using System.Security.Cryptography.ChaCha20Poly1305 cipher = new(key);
            cipher.Decrypt(nonce, text, mac, text, aad);
        }
        else
        {
            OpenWithBouncyCastle(new Org.BouncyCastle.Crypto.Modes.ChaCha20Poly1305(), key, nonce, text, aad, mac);
        }
    }

    // For nonces of other lengths than 12 and systems without the primitive. Plaintext is copied back after the tag held.
    private static void OpenWithBouncyCastle(
        IAeadCipher cipher, ReadOnlySpan<byte> key, byte[] nonce, Span<byte> text, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> mac)
    {
        cipher.Init(false, new AeadParameters(new KeyParameter(key), mac.Length * 8, nonce));
        cipher.ProcessAadBytes(aad);
        byte[] plaintext = new byte[text.Length + 64];
        int written = cipher.ProcessBytes(text, plaintext);
        written += cipher.ProcessBytes(mac, plaintext.AsSpan(written));
        written += cipher.DoFinal(plaintext.AsSpan(written));
        plaintext.AsSpan(0, written).CopyTo(text);
        CryptographicOperations.ZeroMemory(plaintext);
    }

    private static (byte[] Nonce, int TagBytes) Parameters(AlgorithmId id)
    {
        if (id.Oid == Oids.ChaCha20Poly1305)
        {
            return (ContentParameters.ReadOctets(id, 12), LargestTag);
        }

        (byte[] nonce, int tag) = ContentParameters.ReadAead(id);
        bool sound = IsGcm(id.Oid)
            ? tag is >= SmallestGcmTag and <= LargestTag && nonce.Length is >= 1 and <= 1024
            : tag is >= SmallestCcmTag and <= LargestTag && tag % 2 == 0 && nonce.Length is >= 7 and <= 13;
        return sound ? (nonce, tag) : throw ContentParameters.Malformed();
    }

    private static bool IsGcm(string oid) => oid is Oids.Aes128Gcm or Oids.Aes192Gcm or Oids.Aes256Gcm;
}
