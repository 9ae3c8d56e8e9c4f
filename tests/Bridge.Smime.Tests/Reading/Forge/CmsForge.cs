using System.Formats.Asn1;
using System.IO.Compression;
using System.Security.Cryptography;
using Bridge.Keystore.Keys;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Content;
using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Cms.Signatures;
using Bridge.TestKit;

namespace Bridge.Smime.Tests.Reading.Forge;

/// <summary>Makes CMS objects by hand, right ones and wrong ones. Independent of the product's own writer.</summary>
internal static class CmsForge
{
    private static readonly Asn1Tag s_zero = new(TagClass.ContextSpecific, 0, true);

    /// <summary>SignedData over content, by any number of signers.</summary>
    public static byte[] Sign(byte[] content, SignOptions options, params ForgedIdentity[] signers) =>
        Wrap(Oids.SignedData, writer =>
        {
            writer.WriteInteger(1);
            using (writer.PushSetOf())
            {
                foreach (string digest in signers.Select(s => Schemes(s).Digest.Oid).Distinct())
                {
                    new AlgorithmId(digest).Write(writer);
                }
            }

            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(options.ContentType);
                if (options.Embedded is { } embedded)
                {
                    using (writer.PushSequence(s_zero))
                    {
                        writer.WriteOctetString(embedded);
                    }
                }
            }

            Certificates(writer, options, signers);
            RevocationLists(writer, options);
            using (writer.PushSetOf())
            {
                foreach (ForgedIdentity signer in signers)
                {
                    writer.WriteEncodedValue(SignerInfo(content, options, signer));
                }
            }
        });

    /// <summary>SignedData without signers whose content comes in segments of one byte, announced with every digest there is.</summary>
    public static byte[] SignSegmented(byte[] content) =>
        Wrap(Oids.SignedData, writer =>
        {
            writer.WriteInteger(1);
            using (writer.PushSetOf())
            {
                foreach (string digest in new[] { Oids.Sha1, Oids.Sha256, Oids.Sha384, Oids.Sha512, Oids.Shake256 })
                {
                    new AlgorithmId(digest).Write(writer);
                }
            }

            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.Data);
                using (writer.PushSequence(s_zero))
                {
                    writer.WriteEncodedValue(Segments(content));
                }
            }

            writer.WriteEncodedValue([0x31, 0]);
        });

    /// <summary>SignedData with certificates alone.</summary>
    public static byte[] CertsOnly(params ForgedIdentity[] identities) =>
        Sign([], new SignOptions { MoreCertificates = [.. identities.Select(i => i.Certificate)] });

    public static byte[] Encrypt(byte[] content, string algorithm, params ForgedIdentity[] recipients)
    {
        ContentAlgorithm chosen = ContentAlgorithm.ByName(algorithm)!;
        byte[] key = RandomNumberGenerator.GetBytes(chosen.KeyBytes);
        using ContentEncryptor encryptor = ContentEncryptor.Create(chosen, key);
        byte[] output = new byte[encryptor.OutputSize(content.Length) + 64];
        int length = encryptor.Update(content, output);
        length += encryptor.Finish(output.AsSpan(length));
        return Enveloped(chosen.Authenticated, encryptor.Algorithm, output[..length], encryptor.Mac, key, recipients);
    }

    /// <summary>EnvelopedData with these RecipientInfos and ciphertext that nobody can open.</summary>
    public static byte[] EnvelopedFor(IReadOnlyList<byte[]> recipients) =>
        Wrap(Oids.EnvelopedData, writer =>
        {
            writer.WriteInteger(2);
            using (writer.PushSetOf())
            {
                foreach (byte[] recipient in recipients)
                {
                    writer.WriteEncodedValue(recipient);
                }
            }

            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.Data);
                new AlgorithmId(Oids.Aes128Cbc, new byte[] { 4, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }).Write(writer);
                writer.WriteOctetString(new byte[16], new Asn1Tag(TagClass.ContextSpecific, 0));
            }
        });

    /// <summary>
    /// Breaks the padding of EnvelopedData that <see cref="Encrypt"/> made with AES in CBC mode, for certain: the last byte of the
    /// block before the last changes the number of padding bytes to more than a block has.
    /// </summary>
    public static void BreakPadding(byte[] cms) => cms[^17] ^= 0x80;

    public static byte[] Compress(byte[] content)
    {
        using MemoryStream compressed = new();
        using (ZLibStream zlib = new(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(content);
        }

        return Wrap(Oids.CompressedData, writer =>
        {
            writer.WriteInteger(0);
            new AlgorithmId(Oids.ZlibCompression).Write(writer);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.Data);
                using (writer.PushSequence(s_zero))
                {
                    writer.WriteOctetString(compressed.ToArray());
                }
            }
        });
    }

    private static byte[] Enveloped(bool authenticated, AlgorithmId algorithm, byte[] ciphertext, ReadOnlyMemory<byte> mac, byte[] key, ForgedIdentity[] recipients) =>
        Wrap(authenticated ? Oids.AuthEnvelopedData : Oids.EnvelopedData, writer =>
        {
            writer.WriteInteger(authenticated ? 0 : 2);
            using (writer.PushSetOf())
            {
                foreach (ForgedIdentity recipient in recipients)
                {
                    writer.WriteEncodedValue(ContentKeys.Wrap(recipient.Certificate, key, KeyTransportChoice.Compatible));
                }
            }

            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.Data);
                algorithm.Write(writer);
                writer.WriteOctetString(ciphertext, new Asn1Tag(TagClass.ContextSpecific, 0));
            }

            if (authenticated)
            {
                writer.WriteOctetString(mac.Span);
            }
        });

    private static byte[] Segments(byte[] content) =>
        [0x24, 0x80, .. content.SelectMany(b => (byte[])[4, 1, b]), 0, 0];

    private static byte[] Wrap(string type, Action<AsnWriter> write)
    {
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(type);
            using (writer.PushSequence(s_zero))
            {
                using (writer.PushSequence())
                {
                    write(writer);
                }
            }
        }

        return writer.Encode();
    }

    private static void Certificates(AsnWriter writer, SignOptions options, ForgedIdentity[] signers)
    {
        byte[][] certificates = [.. (options.Certificates ? signers.Select(s => s.Certificate) : []).Concat(options.MoreCertificates).Select(c => c.Der.ToArray())];
        if (certificates.Length == 0)
        {
            return;
        }

        using (writer.PushSetOf(s_zero))
        {
            foreach (byte[] certificate in certificates)
            {
                writer.WriteEncodedValue(certificate);
            }
        }
    }

    private static void RevocationLists(AsnWriter writer, SignOptions options)
    {
        if (options.RevocationLists.Count == 0)
        {
            return;
        }

        using (writer.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 1, true)))
        {
            foreach (byte[] list in options.RevocationLists)
            {
                writer.WriteEncodedValue(list);
            }
        }
    }

    private static (SignatureScheme Scheme, AlgorithmId Signature, AlgorithmId Digest) Schemes(ForgedIdentity signer)
    {
        SignatureScheme scheme = SignatureSchemes.DefaultFor(signer.Algorithm, signer.Certificate.KeyBits);
        (AlgorithmId signature, AlgorithmId digest) = SignatureSchemes.Identifiers(scheme, signer.Algorithm);
        return (scheme, signature, digest);
    }

    private static byte[] SignerInfo(byte[] content, SignOptions options, ForgedIdentity signer)
    {
        (SignatureScheme scheme, AlgorithmId signature, AlgorithmId digest) = Schemes(signer);
        digest = options.DigestOid is { } other ? new AlgorithmId(other) : digest;
        byte[]? attributes = options.Attributes ? Attributes(content, options, Digests.ByOid(digest.Oid)!.Value) : null;
        using SoftwareKey key = SoftwareKey.FromPkcs8(signer.Pkcs8, signer.Certificate);
        byte[] value = key.Sign(attributes ?? content, scheme);
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(options.KeyIdentifier ? 3 : 1);
            WriteIdentifier(writer, options, signer);
            digest.Write(writer);
            if (attributes is not null)
            {
                attributes[0] = 0xa0;
                writer.WriteEncodedValue(attributes);
            }

            signature.Write(writer);
            writer.WriteOctetString(value);
        }

        return writer.Encode();
    }

    private static void WriteIdentifier(AsnWriter writer, SignOptions options, ForgedIdentity signer)
    {
        if (options.KeyIdentifier)
        {
            writer.WriteOctetString(signer.Certificate.SubjectKeyIdentifier!.Value.Span, new Asn1Tag(TagClass.ContextSpecific, 0));
            return;
        }

        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(signer.Certificate.IssuerDer.Span);
            writer.WriteInteger(signer.Certificate.SerialNumber.Span);
        }
    }

    private static byte[] Attributes(byte[] content, SignOptions options, HashAlgorithmName digest)
    {
        List<byte[]> attributes = [Attribute(Oids.ContentType, w => w.WriteObjectIdentifier(options.SignedContentType ?? options.ContentType))];
        if (!options.OmitDigest)
        {
            attributes.Add(Attribute(Oids.MessageDigest, w => w.WriteOctetString(ContentDigest.Compute(digest, content))));
        }

        if (options.DuplicateDigest)
        {
            attributes.Add(Attribute(Oids.MessageDigest, w => w.WriteOctetString(ContentDigest.Compute(digest, "other"u8))));
        }

        if (options.SigningTime is { } time)
        {
            attributes.Add(Attribute(Oids.SigningTime, w => w.WriteUtcTime(time)));
        }

        attributes.AddRange(options.MoreAttributes.Select(a => Attribute(a.Oid, w => w.WriteEncodedValue(a.Value))));
        if (options.Unsorted)
        {
            return Set([.. Sorted(attributes).Reverse()]);
        }

        return Set([.. Sorted(attributes)]);
    }

    private static IOrderedEnumerable<byte[]> Sorted(List<byte[]> attributes) =>
        attributes.OrderBy(a => a, Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));

    private static byte[] Set(byte[][] items)
    {
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            foreach (byte[] item in items)
            {
                writer.WriteEncodedValue(item);
            }
        }

        byte[] set = writer.Encode();
        set[0] = 0x31;
        return set;
    }

    private static byte[] Attribute(string oid, Action<AsnWriter> value)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            using (writer.PushSetOf())
            {
                value(writer);
            }
        }

        return writer.Encode();
    }
}
