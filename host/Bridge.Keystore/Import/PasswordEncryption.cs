using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Keystore.Vault;

namespace Bridge.Keystore.Import;

/// <summary>
/// Decryption of password-based encryption as it stands in key files: PKCS#12's own schemes (RFC 7292 appendix C),
/// PBES1 and PBES2 (RFC 8018).
/// </summary>
internal static class PasswordEncryption
{
    private const string Pkcs12 = "1.2.840.113549.1.12.1.";

    /// <param name="algorithm">Content of the AlgorithmIdentifier.</param>
    /// <exception cref="PassphraseMismatchException">The padding does not come out right.</exception>
    /// <exception cref="NotSupportedException">A scheme that this product does not read.</exception>
    internal static SecretBytes Decrypt(AsnReader algorithm, ReadOnlySpan<byte> encrypted, PassphraseForm passphrase, IterationBudget budget)
    {
        string oid = algorithm.ReadObjectIdentifier();
        AsnReader parameters = algorithm.ReadSequence();
        return oid switch
        {
            "1.2.840.113549.1.5.13" => DecryptPbes2(parameters, encrypted, passphrase, budget),
            "1.2.840.113549.1.5.3" => DecryptPbes1(ImportDigest.Md5, FileCipher.Des, parameters, encrypted, passphrase, budget),
            "1.2.840.113549.1.5.6" => DecryptPbes1(ImportDigest.Md5, FileCipher.Rc2(8, 64), parameters, encrypted, passphrase, budget),
            "1.2.840.113549.1.5.10" => DecryptPbes1(ImportDigest.Sha1, FileCipher.Des, parameters, encrypted, passphrase, budget),
            "1.2.840.113549.1.5.11" => DecryptPbes1(ImportDigest.Sha1, FileCipher.Rc2(8, 64), parameters, encrypted, passphrase, budget),
            Pkcs12 + "1" => DecryptPkcs12(FileCipher.Rc4(16), parameters, encrypted, passphrase, budget),
            Pkcs12 + "2" => DecryptPkcs12(FileCipher.Rc4(5), parameters, encrypted, passphrase, budget),
            Pkcs12 + "3" => DecryptPkcs12(FileCipher.TripleDes(24), parameters, encrypted, passphrase, budget),
            Pkcs12 + "4" => DecryptPkcs12(FileCipher.TripleDes(16), parameters, encrypted, passphrase, budget),
            Pkcs12 + "5" => DecryptPkcs12(FileCipher.Rc2(16, 128), parameters, encrypted, passphrase, budget),
            Pkcs12 + "6" => DecryptPkcs12(FileCipher.Rc2(5, 40), parameters, encrypted, passphrase, budget),
            _ => throw new NotSupportedException($"encryption {oid}"),
        };
    }

    private static SecretBytes DecryptPkcs12(FileCipher cipher, AsnReader parameters, ReadOnlySpan<byte> encrypted, PassphraseForm passphrase, IterationBudget budget)
    {
        byte[] salt = parameters.ReadOctetString();
        ImportDigest digest = ImportDigest.Sha1;
        int iterations = budget.Take(parameters.ReadInteger(), digest.BlocksFor(cipher.KeySize) + digest.BlocksFor(cipher.BlockSize));
        using SecretBytes key = Pkcs12Kdf.Derive(digest, Pkcs12Kdf.ForKey, passphrase.Wide, salt, iterations, cipher.KeySize);
        using SecretBytes iv = Pkcs12Kdf.Derive(digest, Pkcs12Kdf.ForIv, passphrase.Wide, salt, iterations, cipher.BlockSize);
        return cipher.Decrypt(key.Span, iv.Span, encrypted);
    }

    private static SecretBytes DecryptPbes1(ImportDigest digest, FileCipher cipher, AsnReader parameters, ReadOnlySpan<byte> encrypted, PassphraseForm passphrase, IterationBudget budget)
    {
        byte[] salt = parameters.ReadOctetString();
        int iterations = budget.Take(parameters.ReadInteger());
        using SecretBytes hash = new(digest.Size);
        using SecretBytes first = new(passphrase.Narrow.Length + salt.Length);
        passphrase.Narrow.CopyTo(first.Span);
        salt.CopyTo(first.Span[passphrase.Narrow.Length..]);
        digest.Hash(first.Span, hash.Span);
        for (int i = 1; i < iterations; i++)
        {
            digest.Hash(hash.Span, hash.Span);
        }

        return cipher.Decrypt(hash.Span[..8], hash.Span.Slice(8, 8), encrypted);
    }

    private static SecretBytes DecryptPbes2(AsnReader parameters, ReadOnlySpan<byte> encrypted, PassphraseForm passphrase, IterationBudget budget)
    {
        AsnReader derivation = parameters.ReadSequence();
        AsnReader scheme = parameters.ReadSequence();
        (FileCipher cipher, byte[] iv) = FileCipher.Read(scheme);
        using SecretBytes key = KeyDerivation.Derive(derivation, passphrase.Narrow, cipher.KeySize, budget);
        return cipher.Decrypt(key.Span, iv, encrypted);
    }
}
