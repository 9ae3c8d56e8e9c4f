using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Tests.Reading;

/// <summary>AuthEnvelopedData written by hand: CCM, other nonces and tags, attributes that are authenticated and attributes that are not.</summary>
public class AuthenticatedMailTests
{
    private static readonly byte[] s_text = Mail.Bytes(Mail.Text);

    // One attribute, as DER under the SET tag: what the tag covers (RFC 5083 section 2.2).
    private static readonly byte[] s_attributes = Convert.FromHexString("31183016060A2B06010401868D1F090131080C0648656C6C6F21");

    [Theory]
    [InlineData("ccm", 12, 16)]
    [InlineData("ccm", 13, 8)]
    [InlineData("ccm", 7, 12)]
    [InlineData("gcm", 12, 16)]
    [InlineData("gcm", 12, 12)]
    public void Modes_nonces_and_tags_of_the_standard_open(string mode, int nonce, int tag)
    {
        foreach (byte[] attributes in new[] { [], s_attributes })
        {
            Opened opened = Open(Write(mode, nonce, tag, attributes));

            Assert.Equal((Seal.Encrypted, EncryptionStatus.Decrypted, true), (opened.Report.Seal, opened.Report.Encryption.Status, opened.Report.Encryption.Authenticated));
            Assert.Contains("Hello Bob", opened.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("ccm", 12, 4)]
    [InlineData("ccm", 12, 6)]
    [InlineData("gcm", 12, 4)]
    [InlineData("gcm", 12, 8)]
    public void Tags_that_are_too_short_are_refused(string mode, int nonce, int tag) => Damaged(Open(Write(mode, nonce, tag, [], anyTag: true)));

    [Fact]
    public void Attributes_changed_added_or_taken_away_leave_nothing()
    {
        byte[] other = [.. s_attributes];
        other[^1] ^= 1;
        foreach (string mode in new[] { "ccm", "gcm" })
        {
            Damaged(Open(Write(mode, 12, 16, s_attributes, shownAttributes: other)));
            Damaged(Open(Write(mode, 12, 16, s_attributes, shownAttributes: [])));
            Damaged(Open(Write(mode, 12, 16, [], shownAttributes: s_attributes)));
        }
    }

    [Fact]
    public void A_tag_of_another_length_than_stated_is_refused() => Damaged(Open(Write("gcm", 12, 16, [], statedTag: 12)));

    [Fact]
    public void The_same_content_as_unauthenticated_data_is_not_opened()
    {
        byte[] cms = Write("gcm", 12, 16, []);
        int at = cms.AsSpan().IndexOf(Convert.FromHexString("060B2A864886F70D0109100117"));
        AsnWriter type = new(AsnEncodingRules.DER);
        type.WriteObjectIdentifier(Oids.EnvelopedData);
        byte[] content = [.. cms[(at + 13)..]];
        byte[] body = [.. type.Encode(), .. content];
        AsnWriter whole = new(AsnEncodingRules.BER);
        whole.WriteOctetString(body);
        byte[] renamed = whole.Encode();
        renamed[0] = 0x30;

        Opened opened = Open(renamed);
        Assert.Equal((Seal.CannotDecrypt, EncryptionStatus.Unsupported), (opened.Report.Seal, opened.Report.Encryption.Status));
    }

    private static void Damaged(Opened opened)
    {
        Assert.Equal((Seal.CannotDecrypt, EncryptionStatus.Damaged), (opened.Report.Seal, opened.Report.Encryption.Status));
        Assert.DoesNotContain("Hello Bob", opened.Text, StringComparison.Ordinal);
    }

    private static Opened Open(byte[] cms) => new Opening().With(Opening.Bob).Open(Mail.Header() + Mail.Cms(cms, "authEnveloped-data"));

    private static byte[] Write(string mode, int nonceBytes, int tagBytes, byte[] attributes, byte[]? shownAttributes = null, int? statedTag = null, bool anyTag = false)
    {
        byte[] key = RandomNumberGenerator.GetBytes(16);
        byte[] nonce = RandomNumberGenerator.GetBytes(nonceBytes);
        byte[] ciphertext = new byte[s_text.Length];
        byte[] tag = new byte[Math.Max(tagBytes, 16)];
        if (mode == "ccm")
        {
            tag = new byte[tagBytes];
            using AesCcm ccm = new(key);
            ccm.Encrypt(nonce, s_text, ciphertext, tag, attributes);
        }
        else
        {
            using AesGcm gcm = new(key, 16);
            gcm.Encrypt(nonce, s_text, ciphertext, tag, attributes);
        }

        // A shorter tag of GCM is the beginning of the whole one.
        Assert.True(anyTag || tagBytes >= 8);
        return Encode(mode == "ccm" ? Oids.Aes128Ccm : Oids.Aes128Gcm, nonce, statedTag ?? tagBytes, key, ciphertext, shownAttributes ?? attributes, tag[..tagBytes]);
    }

    private static byte[] Encode(string oid, byte[] nonce, int statedTag, byte[] key, byte[] ciphertext, byte[] attributes, byte[] tag)
    {
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.AuthEnvelopedData);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (writer.PushSequence())
            {
                writer.WriteInteger(0);
                using (writer.PushSetOf())
                {
                    writer.WriteEncodedValue(ContentKeys.Wrap(Opening.Bob.Certificate, key, KeyTransportChoice.Compatible));
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Oids.Data);
                    WriteAlgorithm(writer, oid, nonce, statedTag);
                    writer.WriteOctetString(ciphertext, new Asn1Tag(TagClass.ContextSpecific, 0));
                }

                if (attributes.Length > 0)
                {
                    writer.WriteEncodedValue([0xa1, .. attributes[1..]]);
                }

                writer.WriteOctetString(tag);
                writer.WriteEncodedValue([0xa2, .. s_attributes[1..]]);
            }
        }

        return writer.Encode();
    }

    private static void WriteAlgorithm(AsnWriter writer, string oid, byte[] nonce, int statedTag)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            using (writer.PushSequence())
            {
                writer.WriteOctetString(nonce);
                writer.WriteInteger(statedTag);
            }
        }
    }
}
