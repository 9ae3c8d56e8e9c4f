using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Keystore.Import;
using Bridge.Keystore.Vault;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Export;

/// <summary>
/// Writes a key with its chain as PKCS#12 (RFC 7292): PBES2 with PBKDF2-HMAC-SHA256 and AES-256-CBC for everything, HMAC-SHA256
/// over it. Read by OpenSSL 1.1 and later, NSS, and Windows from 10 1709 on.
/// </summary>
internal static class Pkcs12Writer
{
    private const int Iterations = 200_000;
    private const string Data = "1.2.840.113549.1.7.1", EncryptedData = "1.2.840.113549.1.7.6", Bag = "1.2.840.113549.1.12.10.1.",
        X509 = "1.2.840.113549.1.9.22.1", FriendlyName = "1.2.840.113549.1.9.20", LocalKeyId = "1.2.840.113549.1.9.21",
        Pbes2 = "1.2.840.113549.1.5.13", Pbkdf2 = "1.2.840.113549.1.5.12", HmacSha256 = "1.2.840.113549.2.9",
        Aes256Cbc = "2.16.840.1.101.3.4.1.42", Sha256 = "2.16.840.1.101.3.4.2.1";

    private static readonly Asn1Tag s_context0 = new(TagClass.ContextSpecific, 0);

    internal static byte[] Write(ReadOnlySpan<byte> pkcs8, Certificate own, IReadOnlyList<Certificate> chain, string? name, ReadOnlySpan<char> passphrase)
    {
        using PassphraseForm form = PassphraseForm.Standard(passphrase);
        byte[] safe = WriteSafe(WriteKeyBags(pkcs8, own, name, form), WriteCertificateBags(own, chain, name), form);
        AsnWriter pfx = new(AsnEncodingRules.DER);
        using (pfx.PushSequence())
        {
            pfx.WriteInteger(3);
            using (pfx.PushSequence())
            {
                pfx.WriteObjectIdentifier(Data);
                using (pfx.PushSequence(s_context0))
                {
                    pfx.WriteOctetString(safe);
                }
            }

            WriteMac(pfx, safe, form);
        }

        return pfx.Encode();
    }

    private static byte[] WriteSafe(byte[] keyBags, byte[] certificateBags, PassphraseForm form)
    {
        AsnWriter safe = new(AsnEncodingRules.DER);
        using (safe.PushSequence())
        {
            using (safe.PushSequence())
            {
                safe.WriteObjectIdentifier(EncryptedData);
                using (safe.PushSequence(s_context0))
                using (safe.PushSequence())
                {
                    safe.WriteInteger(0);
                    using (safe.PushSequence())
                    {
                        safe.WriteObjectIdentifier(Data);
                        byte[] encrypted = Encrypt(safe, certificateBags, form);
                        safe.WriteOctetString(encrypted, s_context0);
                    }
                }
            }

            using (safe.PushSequence())
            {
                safe.WriteObjectIdentifier(Data);
                using (safe.PushSequence(s_context0))
                {
                    safe.WriteOctetString(keyBags);
                }
            }
        }

        return safe.Encode();
    }

    private static byte[] WriteKeyBags(ReadOnlySpan<byte> pkcs8, Certificate own, string? name, PassphraseForm form)
    {
        AsnWriter bags = new(AsnEncodingRules.DER);
        using (bags.PushSequence())
        using (bags.PushSequence())
        {
            bags.WriteObjectIdentifier(Bag + "2");
            using (bags.PushSequence(s_context0))
            using (bags.PushSequence())
            {
                byte[] encrypted = Encrypt(bags, pkcs8, form);
                bags.WriteOctetString(encrypted);
            }

            WriteAttributes(bags, own, name);
        }

        return bags.Encode();
    }

    private static byte[] WriteCertificateBags(Certificate own, IReadOnlyList<Certificate> chain, string? name)
    {
        AsnWriter bags = new(AsnEncodingRules.DER);
        using (bags.PushSequence())
        {
            foreach (Certificate certificate in chain.Prepend(own))
            {
                using (bags.PushSequence())
                {
                    bags.WriteObjectIdentifier(Bag + "3");
                    using (bags.PushSequence(s_context0))
                    using (bags.PushSequence())
                    {
                        bags.WriteObjectIdentifier(X509);
                        using (bags.PushSequence(s_context0))
                        {
                            bags.WriteOctetString(certificate.Der.Span);
                        }
                    }

                    if (certificate.Equals(own))
                    {
                        WriteAttributes(bags, own, name);
                    }
                }
            }
        }

        return bags.Encode();
    }

    // The local key id ties certificate and key together for readers that do not compare the keys themselves.
    private static void WriteAttributes(AsnWriter writer, Certificate own, string? name)
    {
        using (writer.PushSetOf())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(LocalKeyId);
                using (writer.PushSetOf())
                {
                    writer.WriteOctetString(SHA1.HashData(own.Der.Span));
                }
            }

            if (!string.IsNullOrEmpty(name) && !name.Any(char.IsSurrogate))
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(FriendlyName);
                    using (writer.PushSetOf())
                    {
                        writer.WriteCharacterString(UniversalTagNumber.BMPString, name);
                    }
                }
            }
        }
    }

    private static byte[] Encrypt(AsnWriter writer, ReadOnlySpan<byte> plain, PassphraseForm form)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(16);
        byte[] iv = RandomNumberGenerator.GetBytes(16);
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
                        writer.WriteInteger(Iterations);
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

        using SecretBytes key = ImportDigest.Sha256.Pbkdf2(form.Narrow, salt, Iterations, 32);
        using Aes aes = Aes.Create();
        aes.SetKey(key.Span);
        return aes.EncryptCbc(plain, iv);
    }

    private static void WriteMac(AsnWriter pfx, byte[] safe, PassphraseForm form)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(16);
        using SecretBytes key = Pkcs12Kdf.Derive(ImportDigest.Sha256, Pkcs12Kdf.ForMac, form.Wide, salt, Iterations, ImportDigest.Sha256.Size);
        using (pfx.PushSequence())
        {
            using (pfx.PushSequence())
            {
                WriteAlgorithm(pfx, Sha256);
                pfx.WriteOctetString(ImportDigest.Sha256.Hmac(key.Span, safe));
            }

            pfx.WriteOctetString(salt);
            pfx.WriteInteger(Iterations);
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
