using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Keystore.Import;
using Bridge.Keystore.Vault;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Paddings;
using Org.BouncyCastle.Crypto.Parameters;

namespace Bridge.Keystore.Export;

/// <summary>Encryption and integrity check of one PKCS#12 file (RFC 7292 section 5, RFC 8018) under one passphrase.</summary>
internal sealed class Pkcs12Protection(Pkcs12Form how, PassphraseForm passphrase)
{
    /// <summary>Old devices compute slowly, and some refuse more.</summary>
    private const int StrongIterations = 200_000, CompatibleIterations = 10_000;

    private const string Pbes2 = "1.2.840.113549.1.5.13", Pbkdf2 = "1.2.840.113549.1.5.12", HmacSha256 = "1.2.840.113549.2.9",
        Aes256Cbc = "2.16.840.1.101.3.4.1.42", Sha256 = "2.16.840.1.101.3.4.2.1", Sha1 = "1.3.14.3.2.26", TripleDesSha1 = "1.2.840.113549.1.12.1.3";

    /// <summary>Writes the AlgorithmIdentifier and returns what it encrypted.</summary>
    internal byte[] Encrypt(AsnWriter writer, ReadOnlySpan<byte> plain) =>
        how == Pkcs12Form.Strong ? EncryptStrong(writer, plain) : EncryptCompatible(writer, plain);

    internal void WriteMac(AsnWriter pfx, byte[] safe)
    {
        (string oid, ImportDigest digest, int iterations) =
            how == Pkcs12Form.Strong ? (Sha256, ImportDigest.Sha256, StrongIterations) : (Sha1, ImportDigest.Sha1, CompatibleIterations);
        byte[] salt = RandomNumberGenerator.GetBytes(16);
        using SecretBytes key = Pkcs12Kdf.Derive(digest, Pkcs12Kdf.ForMac, passphrase.Wide, salt, iterations, digest.Size);
        using (pfx.PushSequence())
        {
            using (pfx.PushSequence())
            {
                WriteAlgorithm(pfx, oid);
                pfx.WriteOctetString(digest.Hmac(key.Span, safe));
            }

            pfx.WriteOctetString(salt);
            pfx.WriteInteger(iterations);
        }
    }

    private byte[] EncryptStrong(AsnWriter writer, ReadOnlySpan<byte> plain)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(16), iv = RandomNumberGenerator.GetBytes(16);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Pbes2);
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Pbkdf2);
                    using (writer.PushSequence())
                    {
                        writer.WriteOctetString(salt);
                        writer.WriteInteger(StrongIterations);
                        WriteAlgorithm(writer, HmacSha256);
                    }
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Aes256Cbc);
                    writer.WriteOctetString(iv);
                }
            }
        }

        using SecretBytes key = ImportDigest.Sha256.Pbkdf2(passphrase.Narrow, salt, StrongIterations, 32);
        using Aes aes = Aes.Create();
        aes.SetKey(key.Span);
        return aes.EncryptCbc(plain, iv);
    }

    private byte[] EncryptCompatible(AsnWriter writer, ReadOnlySpan<byte> plain)
    {
        using SecretBytes key = KeyForEverybody(passphrase.Wide, CompatibleIterations, out byte[] salt);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(TripleDesSha1);
            using (writer.PushSequence())
            {
                writer.WriteOctetString(salt);
                writer.WriteInteger(CompatibleIterations);
            }
        }

        using SecretBytes iv = Pkcs12Kdf.Derive(ImportDigest.Sha1, Pkcs12Kdf.ForIv, passphrase.Wide, salt, CompatibleIterations, 8);
        PaddedBufferedBlockCipher cipher = new(new CbcBlockCipher(new DesEdeEngine()), new Pkcs7Padding());
        cipher.Init(true, new ParametersWithIV(new KeyParameter(key.Span), iv.Span));
        byte[] encrypted = new byte[cipher.GetOutputSize(plain.Length)];
        int written = cipher.ProcessBytes(plain, encrypted);
        written += cipher.DoFinal(encrypted.AsSpan(written));
        return encrypted[..written];
    }

    /// <summary>The key for Triple DES under a new salt; one that every reader derives alike.</summary>
    internal static SecretBytes KeyForEverybody(ReadOnlySpan<byte> password, int iterations, out byte[] salt)
    {
        while (true)
        {
            salt = RandomNumberGenerator.GetBytes(8);
            SecretBytes key = Pkcs12Kdf.Derive(ImportDigest.Sha1, Pkcs12Kdf.ForKey, password, salt, iterations, 24, out bool zeroLed);
            if (!zeroLed)
            {
                return key;
            }

            key.Dispose();
        }
    }

    private static void WriteAlgorithm(AsnWriter writer, string oid)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            writer.WriteNull();
        }
    }
}
