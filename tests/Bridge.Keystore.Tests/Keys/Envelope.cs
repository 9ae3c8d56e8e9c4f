using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Content;
using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Tests.Keys;

/// <summary>Just enough of EnvelopedData and AuthEnvelopedData to put algorithms into whole messages.</summary>
internal static class Envelope
{
    private static readonly Asn1Tag s_zero = new(TagClass.ContextSpecific, 0);

    public static List<RecipientInfo> Recipients(byte[] message) => Parse(message).Recipients;

    public static byte[] Open(byte[] message, IDecryptionKey key, Certificate certificate)
    {
        Parsed parsed = Parse(message);
        (RecipientInfo info, CertificateIdentifier identifier) = parsed.Recipients
            .SelectMany(r => r.Recipients.Select(i => (r, i)))
            .First(pair => pair.i.Names(certificate));
        byte[] contentKey = ContentKeys.Unwrap(info, identifier, key, ContentAlgorithm.KeyBytesFor(parsed.Algorithm));
        if (!ContentAlgorithm.ByOid(parsed.Algorithm.Oid)!.Authenticated)
        {
            return Decrypt(parsed.Algorithm, contentKey, parsed.Ciphertext);
        }

        AuthenticatedContent.DecryptInPlace(parsed.Algorithm, contentKey, parsed.Ciphertext, [], parsed.Mac);
        return parsed.Ciphertext;
    }

    public static byte[] Decrypt(AlgorithmId id, byte[] key, byte[] ciphertext)
    {
        using ContentDecryptor decryptor = ContentDecryptor.Create(id, key);
        byte[] output = new byte[ciphertext.Length + 64];
        int written = decryptor.Update(ciphertext, output);
        return output[..(written + decryptor.Finish(output.AsSpan(written)))];
    }

    public static byte[] Make(ContentAlgorithm algorithm, Certificate recipient, KeyTransportChoice choice, byte[] text)
    {
        byte[] key = RandomNumberGenerator.GetBytes(algorithm.KeyBytes);
        using ContentEncryptor encryptor = ContentEncryptor.Create(algorithm, key);
        byte[] output = new byte[encryptor.OutputSize(text.Length) + encryptor.OutputSize(0)];
        int written = encryptor.Update(text, output);
        written += encryptor.Finish(output.AsSpan(written));
        byte[] info = ContentKeys.Wrap(recipient, key, choice);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(algorithm.Authenticated ? Oids.AuthEnvelopedData : Oids.EnvelopedData);
            using (writer.PushSequence(s_zero))
            using (writer.PushSequence())
            {
                writer.WriteInteger(algorithm.Authenticated ? 0 : info[0] == 0x30 ? 0 : 2);
                using (writer.PushSetOf())
                {
                    writer.WriteEncodedValue(info);
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Oids.Data);
                    encryptor.Algorithm.Write(writer);
                    writer.WriteOctetString(output.AsSpan(0, written), s_zero);
                }

                if (algorithm.Authenticated)
                {
                    writer.WriteOctetString(encryptor.Mac.Span);
                }
            }
        }

        return writer.Encode();
    }

    private sealed record Parsed(List<RecipientInfo> Recipients, AlgorithmId Algorithm, byte[] Ciphertext, byte[] Mac);

    private static Parsed Parse(byte[] message)
    {
        AsnReader outer = new AsnReader(message, AsnEncodingRules.BER).ReadSequence();
        bool authenticated = outer.ReadObjectIdentifier() == Oids.AuthEnvelopedData;
        AsnReader fields = outer.ReadSequence(s_zero).ReadSequence();
        _ = fields.ReadIntegerBytes();
        AsnReader set = fields.ReadSetOf();
        List<RecipientInfo> recipients = [];
        while (set.HasData)
        {
            recipients.Add(RecipientInfo.Parse(set.ReadEncodedValue(), new Limits()));
        }

        AsnReader content = fields.ReadSequence();
        _ = content.ReadObjectIdentifier();
        AlgorithmId algorithm = AlgorithmId.Read(content);
        byte[] ciphertext = content.ReadOctetString(s_zero);
        return new Parsed(recipients, algorithm, ciphertext, authenticated ? fields.ReadOctetString() : []);
    }
}
