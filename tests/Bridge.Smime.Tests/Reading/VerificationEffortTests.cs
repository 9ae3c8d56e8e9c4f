using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Cms;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Reading;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;
using Bridge.TestKit;
using Bridge.TestKit.Fakes;

namespace Bridge.Smime.Tests.Reading;

/// <summary>A message cannot make its reader compute for long, however many keys, signers and parts it brings.</summary>
public class VerificationEffortTests
{
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(4);

    /// <summary>Hundreds of the largest keys under one name, each of which may have signed each: thousands of verifications of milliseconds.</summary>
    [Fact]
    public void Many_large_keys_under_one_name_are_tried_within_bounds()
    {
        byte[][] authorities = [.. Enumerable.Range(0, 90).Select(i => LargeKeyCertificate(i, pss: i % 2 == 0))];
        Certificate[] certificates = [.. authorities.Select(a => Certificate.FromDer(a))];
        PathValidator paths = new(new FakeAnchors(Opening.Authority.Certificate));
        (TimeSpan time, _) = WorkMeter.Measure(() =>
        {
            PathResult result = paths.Validate(certificates[0], certificates, CertificateUsage.Sign, Opening.Now, SmimePolicy.Default, TestContext.Current.CancellationToken);
            Assert.Equal(ChainStatus.Untrusted, result.Chain);
        });
        Assert.True(time < s_most, $"{time.TotalMilliseconds:F0} ms");
    }

    [Fact]
    public void Signers_of_all_parts_share_what_a_message_may_cost()
    {
        ForgedIdentity[] signers = [.. Enumerable.Repeat(Opening.Mallory, 32)];
        string part = Mail.Cms(CmsForge.Sign(Mail.Bytes(Mail.Text), new SignOptions { Embedded = Mail.Bytes(Mail.Text) }, signers), "signed-data");
        byte[] message = Mail.Bytes(Mail.Header() + Mail.Multipart("mixed", [.. Enumerable.Repeat(part, 400)]));

        RefusalException? refusal = null;
        (TimeSpan time, _) = WorkMeter.Measure(() => refusal = Assert.Throws<RefusalException>(() => Open(message)));

        Assert.Equal(("limit-exceeded", "signature-effort"), (refusal!.Code, refusal.Parameters["limit"]));
        Assert.True(time < s_most, $"{time.TotalMilliseconds:F0} ms");
    }

    [Fact]
    public void Recipients_are_counted_however_they_are_grouped()
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
        {
            writer.WriteInteger(3);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
            {
                new AlgorithmId("1.2.840.10045.2.1").Write(writer);
                writer.WriteBitString(new byte[65]);
            }

            new AlgorithmId("1.3.132.1.11.1", new AlgorithmId("2.16.840.1.101.3.4.1.5").Encoded).Write(writer);
            WriteKeys(writer, 1500);
        }

        byte[] group = writer.Encode();
        byte[] message = Mail.Bytes(Mail.Header() + Mail.Cms(CmsForge.EnvelopedFor([.. Enumerable.Repeat(group, 50)]), "enveloped-data"));
        (TimeSpan time, _) = WorkMeter.Measure(() => Assert.Equal(EncryptionStatus.Damaged, Open(message).Encryption.Status));
        Assert.True(time < s_most, $"{time.TotalMilliseconds:F0} ms");
    }

    [Fact]
    public void A_certificate_of_megabytes_is_passed_over()
    {
        string[] addresses = [.. Enumerable.Range(0, 20_000).Select(i => $"mallory{i}@example.net")];
        ForgedIdentity bulky = CertificateForge.Issue(Opening.Authority, "mallory@example.net", options: new ForgeOptions { Addresses = addresses });
        Opened opened = new Opening().Open(Mail.Header() + Mail.ClearSigned(Mail.Text, signer: bulky));

        Assert.True(opened.Has(FindingCodes.CertificateUnreadable));
        Assert.Empty(opened.Report.Signers[0].Addresses);
    }

    private static MessageReport Open(byte[] message)
    {
        Opening opening = new Opening().With(Opening.Bob);
        PathValidator paths = new(new FakeAnchors(Opening.Authority.Certificate));
        return new MessageOpener(opening.Keys, opening.Directory, paths).Open(
            new MemoryStream(message), Stream.Null, new OpenOptions(Opening.Now, opening.Policy), TestContext.Current.CancellationToken);
    }

    private static void WriteKeys(AsnWriter writer, int count)
    {
        using (writer.PushSequence())
        {
            for (int i = 0; i < count; i++)
            {
                using (writer.PushSequence())
                {
                    using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                    {
                        writer.WriteOctetString(BitConverter.GetBytes(i));
                    }

                    writer.WriteOctetString([]);
                }
            }
        }
    }

    // Nobody knows the factors of such a number; a reader that tries the signature computes all the same.
    private static byte[] LargeKeyCertificate(int serial, bool pss)
    {
        byte[] modulus = RandomNumberGenerator.GetBytes(2048);
        modulus[0] |= 0x80;
        modulus[^1] |= 1;
        RSAParameters key = new() { Modulus = modulus, Exponent = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff] };
        AsnWriter spki = new(AsnEncodingRules.DER);
        using (spki.PushSequence())
        {
            using (spki.PushSequence())
            {
                spki.WriteObjectIdentifier("1.2.840.113549.1.1.1");
                spki.WriteNull();
            }

            AsnWriter numbers = new(AsnEncodingRules.DER);
            using (numbers.PushSequence())
            {
                numbers.WriteIntegerUnsigned(key.Modulus);
                numbers.WriteIntegerUnsigned(key.Exponent);
            }

            spki.WriteBitString(numbers.Encode());
        }

        return Unsigned(serial, spki.Encode(), pss);
    }

    private static byte[] Unsigned(int serial, byte[] spki, bool pss)
    {
        byte[] algorithm = pss
            ? Convert.FromHexString("304106092A864886F70D01010A3034A00F300D06096086480165030402010500A11C301A06092A864886F70D010108300D06096086480165030402030500A203020121")
            : Convert.FromHexString("300D06092A864886F70D01010B0500");
        byte[] name = Convert.FromHexString("300C310A300806035504030C014E");
        AsnWriter body = new(AsnEncodingRules.DER);
        using (body.PushSequence())
        {
            using (body.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                body.WriteInteger(2);
            }

            body.WriteInteger(serial + 1);
            body.WriteEncodedValue(algorithm);
            body.WriteEncodedValue(name);
            using (body.PushSequence())
            {
                body.WriteUtcTime(Opening.Now.AddDays(-1));
                body.WriteUtcTime(Opening.Now.AddDays(1));
            }

            body.WriteEncodedValue(name);
            body.WriteEncodedValue(spki);
        }

        AsnWriter certificate = new(AsnEncodingRules.DER);
        using (certificate.PushSequence())
        {
            certificate.WriteEncodedValue(body.Encode());
            certificate.WriteEncodedValue(algorithm);
            certificate.WriteBitString(RandomNumberGenerator.GetBytes(2047).Prepend((byte)1).ToArray());
        }

        return certificate.Encode();
    }
}
