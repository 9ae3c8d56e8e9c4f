using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Keystore.Import;
using Bridge.Keystore.Vault;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Export;

/// <summary>
/// Writes a key with its chain as PKCS#12 (RFC 7292), everything encrypted and authenticated as a <see cref="Pkcs12Protection"/> does.
/// </summary>
internal static class Pkcs12Writer
{
    private const string Data = "1.2.840.113549.1.7.1", EncryptedData = "1.2.840.113549.1.7.6", Bag = "1.2.840.113549.1.12.10.1.",
        X509 = "1.2.840.113549.1.9.22.1", FriendlyName = "1.2.840.113549.1.9.20", LocalKeyId = "1.2.840.113549.1.9.21";

    private static readonly Asn1Tag s_context0 = new(TagClass.ContextSpecific, 0);

    internal static byte[] Write(ReadOnlySpan<byte> pkcs8, Certificate own, IReadOnlyList<Certificate> chain, string? name, ReadOnlySpan<char> passphrase, Pkcs12Form how)
    {
        using PassphraseForm form = PassphraseForm.Standard(passphrase);
        Pkcs12Protection protection = new(how, form);
        byte[] safe = WriteSafe(WriteKeyBags(pkcs8, own, name, protection), WriteCertificateBags(own, chain, name), protection);
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

            protection.WriteMac(pfx, safe);
        }

        return pfx.Encode();
    }

    private static byte[] WriteSafe(byte[] keyBags, byte[] certificateBags, Pkcs12Protection protection)
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
                        byte[] encrypted = protection.Encrypt(safe, certificateBags);
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

    private static byte[] WriteKeyBags(ReadOnlySpan<byte> pkcs8, Certificate own, string? name, Pkcs12Protection protection)
    {
        AsnWriter bags = new(AsnEncodingRules.DER);
        using (bags.PushSequence())
        using (bags.PushSequence())
        {
            bags.WriteObjectIdentifier(Bag + "2");
            using (bags.PushSequence(s_context0))
            using (bags.PushSequence())
            {
                byte[] encrypted = protection.Encrypt(bags, pkcs8);
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
}
