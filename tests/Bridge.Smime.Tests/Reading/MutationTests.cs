using System.Text;
using Bridge.Smime.Errors;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Tests.Reading;

/// <summary>Damaged in any way, a message is opened, judged or refused: never a crash, never a hang, never a forged seal.</summary>
public class MutationTests
{
    private const int Rounds = 250;

    public static TheoryData<string> Seeds => new("clear", "opaque", "enveloped", "gcm", "nested", "compressed", "mixed");

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Mutated_mail_never_escapes_its_layer(string kind)
    {
        byte[] seed = Encoding.Latin1.GetBytes(Mail.Header() + Body(kind));
        Random random = new(20261123);
        for (int round = 0; round < Rounds; round++)
        {
            byte[] mutated = Mutate(seed, random);
            try
            {
                Check(new Opening().With(Opening.Bob).Open(mutated).Report);
            }
            catch (RefusalException)
            {
                // In good order.
            }
        }
    }

    [Theory]
    [InlineData("signed")]
    [InlineData("enveloped")]
    [InlineData("gcm")]
    public void Mutated_objects_never_escape_their_layer(string kind)
    {
        byte[] content = Mail.Bytes(Mail.Text);
        byte[] seed = kind == "signed"
            ? CmsForge.Sign(content, new SignOptions { Embedded = content }, Opening.Alice)
            : CmsForge.Encrypt(content, kind == "gcm" ? "AES-128-GCM" : "AES-128-CBC", Opening.Bob);
        Random random = new(11);
        for (int round = 0; round < Rounds * 2; round++)
        {
            try
            {
                Check(new Opening().With(Opening.Bob).OpenCms(Mutate(seed, random), sender: "alice@example.com").Report);
            }
            catch (RefusalException)
            {
                // In good order.
            }
        }
    }

    private static string Body(string kind) => kind switch
    {
        "clear" => Mail.ClearSigned(Mail.Text),
        "opaque" => Mail.Opaque(Mail.Text),
        "enveloped" => Mail.Enveloped(Mail.Text),
        "gcm" => Mail.Enveloped(Mail.Text, "AES-128-GCM"),
        "nested" => Mail.ClearSigned(Mail.Enveloped(Mail.Opaque(Mail.Text))),
        "compressed" => Mail.ClearSigned(Mail.Compressed(Mail.Multipart("mixed", Mail.Text))),
        _ => Mail.Multipart("mixed", Mail.ClearSigned(Mail.Text), Mail.Opaque(Mail.Text), "Content-Type: message/rfc822\r\n\r\n" + Mail.Header() + Mail.Opaque(Mail.Text)),
    };

    private static void Check(MessageReport report)
    {
        if (report.Signature == SignatureStatus.Valid)
        {
            Assert.Contains(report.Signers, s => s is { Status: SignatureStatus.Valid, Digest: DigestStatus.Intact, Address: "alice@example.com" });
        }

        Assert.Equal(report.Seal, SealRules.Decide(report.Encryption.Status, report.Signature));
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        List<byte> bytes = [.. seed];
        for (int n = random.Next(1, 5); n > 0; n--)
        {
            int at = random.Next(bytes.Count);
            int length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    bytes.Add((byte)'\n');
                    break;
                default:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
            }
        }

        return [.. bytes];
    }
}
