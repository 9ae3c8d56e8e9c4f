using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Tests.Reading;

public class PassThroughTests
{
    public static TheoryData<string> Ordinary => new(
        Mail.Header() + Mail.Text,
        Mail.Header() + Mail.Multipart("mixed", Mail.Text, "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"),
        (Mail.Header() + Mail.Multipart("alternative", Mail.Text, Mail.Text)).Replace("\r\n", "\n", StringComparison.Ordinal),
        Mail.Header() + "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\r\n\r\n--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n--b--\r\n",
        Mail.Header() + "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; micalg=pgp-sha256; boundary=b\r\n\r\n--b\r\n" + Mail.Text + "\r\n--b\r\nContent-Type: application/pgp-signature\r\n\r\nxx\r\n--b--\r\nepilogue",
        "From mallory Mon Nov 23 10:00:00 2026\n" + Mail.Header() + Mail.Text,
        Mail.Header() + "Content-Type: multipart/mixed; boundary=never\r\n\r\nno parts at all",
        Mail.Header() + Mail.Multipart("mixed", "Content-Type: message/rfc822\r\n\r\n" + Mail.Header() + Mail.Text, "--outermost\r\n--oute\r\n-- outer\r\n"),
        Mail.Header().TrimEnd());

    [Theory]
    [MemberData(nameof(Ordinary))]
    public void Mail_without_smime_passes_byte_for_byte(string message)
    {
        Opened opened = new Opening().Open(message);

        Assert.Equal(message, opened.Text);
        Assert.Equal((Seal.None, SignatureStatus.None, EncryptionStatus.None), (opened.Report.Seal, opened.Report.Signature, opened.Report.Encryption.Status));
        Assert.Empty(opened.Report.Layers);
    }

    [Fact]
    public void Parts_that_are_smime_pass_byte_for_byte_and_are_named()
    {
        string message = Mail.Header() + Mail.Multipart("mixed", Mail.ClearSigned(Mail.Text), Mail.Enveloped(Mail.Text), Mail.Opaque(Mail.Text));
        Opened opened = new Opening().With(Opening.Bob).Open(message);

        Assert.Equal(message, opened.Text);
        Assert.Equal((Seal.None, SignatureStatus.None), (opened.Report.Seal, opened.Report.Signature));
        Assert.Equal(
            [new LayerReport(LayerKind.Signed, "1", false), new LayerReport(LayerKind.Enveloped, "2", false), new LayerReport(LayerKind.Signed, "3", false)],
            opened.Report.Layers);
        Assert.All(opened.Report.Signers, s => Assert.Equal((SignatureStatus.Unverified, DigestStatus.Intact), (s.Status, s.Digest)));
        Assert.True(opened.Has(FindingCodes.SignatureOnPart));
        Assert.Empty(opened.Report.Learned);
    }

    [Fact]
    public void Encrypted_parts_stay_closed()
    {
        Opening opening = new Opening().With(Opening.Bob);
        Opened opened = opening.Open(
            Mail.Header() + Mail.Multipart("mixed", "Content-Type: text/html\r\n\r\n<img src=\"https://example.net/", Mail.Enveloped(Mail.Text), "Content-Type: text/html\r\n\r\n\">"));

        Assert.DoesNotContain("Hello Bob", opened.Text, StringComparison.Ordinal);
        Assert.True(opened.Has(FindingCodes.EncryptedPart));
        Assert.Empty(opening.Keys.Opened);
    }

    [Fact]
    public void What_is_no_message_is_refused()
    {
        foreach (string input in new[] { "", "no header here", "\r\n\r\n", "\0\0\0\0" })
        {
            Assert.Equal("message-unreadable", Assert.Throws<RefusalException>(() => new Opening().Open(input)).Code);
        }

        Assert.Equal("message-unreadable", Assert.Throws<RefusalException>(() => new Opening().OpenCms([1, 2, 3])).Code);
    }

    [Fact]
    public void Depth_and_number_of_parts_have_limits()
    {
        string deep = Mail.Text;
        for (int i = 0; i < 40; i++)
        {
            deep = $"Content-Type: multipart/mixed; boundary=b{i}x\r\n\r\n--b{i}x\r\n{deep}\r\n--b{i}x--\r\n";
        }

        string wide = Mail.Multipart("mixed", [.. Enumerable.Repeat("Content-Type: text/plain\r\n\r\nx", 3000)]);
        Assert.Equal("mime-depth", Limit(deep));
        Assert.Equal("mime-parts", Limit(wide));
        Assert.Equal("header-bytes", Limit("X: " + new string('y', 2 << 20)));
    }

    [Fact]
    public void Too_large_a_message_is_refused()
    {
        Opening small = new() { Policy = new SmimePolicy { Limits = new Limits { MessageBytes = 1000 } } };
        RefusalException refusal = Assert.Throws<RefusalException>(() => small.Open(Mail.Header() + "\r\n" + new string('x', 2000)));

        Assert.Equal("message-bytes", refusal.Parameters["limit"]);
    }

    [Fact]
    public void Layers_have_a_limit()
    {
        string body = Mail.Text;
        for (int i = 0; i < 10; i++)
        {
            body = Mail.Compressed(body);
        }

        Assert.Equal("cryptographic-layers", Limit(body));
    }

    private static string Limit(string body)
    {
        RefusalException refusal = Assert.Throws<RefusalException>(() => new Opening().Open(Mail.Header() + body));
        Assert.Equal("limit-exceeded", refusal.Code);
        return refusal.Parameters["limit"];
    }
}
