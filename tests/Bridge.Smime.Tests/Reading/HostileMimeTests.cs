using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Tests.Reading;

/// <summary>Odd ways of writing MIME: those that are right keep the seal, those that two readers may take differently never give one.</summary>
public class HostileMimeTests
{
    private const string Evil = "Content-Type: text/html\r\n\r\n<h1>Pay Mallory</h1>";

    [Theory]
    [InlineData("Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary*=us-ascii''%62")]
    [InlineData("Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256;\r\n\tboundary*0=\"b\"")]
    [InlineData("content-type:MULTIPART/SIGNED;PROTOCOL=\"APPLICATION/PKCS7-SIGNATURE\";BOUNDARY=b")]
    [InlineData("Content-Type: multipart/signed (signed (twice)); protocol=\"application/x-pkcs7-signature\"; boundary=b")]
    [InlineData("Content-Type:\r\n multipart/signed;\r\n boundary=b;\r\n protocol=\"application/pkcs7-signature\"")]
    [InlineData("Content-Type: multipart/signed; boundary=\"b\"; micalg=\"sha256,sha1\"")]
    public void Right_ways_of_writing_the_type_are_read(string type)
    {
        Opened opened = new Opening().Open(Mail.Header() + Signed(type, Mail.Text));

        Assert.Equal((Seal.Signed, SignatureStatus.Valid), (opened.Report.Seal, opened.Report.Signature));
        Assert.EndsWith(Mail.Text, opened.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Type: multipart/signed; boundary=b\r\nContent-Type: multipart/mixed; boundary=b")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\nContent-Type: multipart/signed; boundary=b")]
    [InlineData("Content-Type: multipart/signed; boundary=b\r\nContent-type: text/html")]
    [InlineData("Content-Type: multipart/signed; boundary=b\r\nContent-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64")]
    [InlineData("Content-Type: multipart/signed; boundary=b\r\nFrom alice@example.com Mon Jan  1 00:00:00 2026")]
    [InlineData("Content-Type: multipart/signed; boundary=b\r\n : x")]
    public void Headers_that_two_readers_take_differently_give_no_seal(string type) =>
        Never(new Opening().Open(Mail.Header() + Signed(type, Mail.Text)));

    [Theory]
    [InlineData("alternative", false)]
    [InlineData("related", true)]
    [InlineData("mixed", true)]
    public void Her_signed_part_inside_his_signature_or_encryption_is_not_hers(string subtype, bool evilFirst)
    {
        string hers = Mail.ClearSigned(Mail.Text);
        string mixed = evilFirst ? Mail.Multipart(subtype, Evil, hers) : Mail.Multipart(subtype, hers, Evil);
        Never(new Opening().With(Opening.Bob).Open(Mail.Header() + Mail.Enveloped(mixed)));
        Never(new Opening().Open(Mail.Header() + Mail.Opaque(mixed, signer: Opening.Mallory)));
        Never(new Opening().Open(Mail.Header() + Mail.Compressed(mixed)));
    }

    [Fact]
    public void Line_ends_may_be_changed_as_a_whole_and_nothing_else()
    {
        string signed = Mail.ClearSigned("Content-Type: text/plain\r\n\r\none\r\ntwo\r\n");
        Assert.Equal(SignatureStatus.Valid, new Opening().Open((Mail.Header() + signed).Replace("\r\n", "\n", StringComparison.Ordinal)).Report.Signature);
        foreach (string altered in new[] { "one\rtwo", "one\n\ntwo", "one\r\r\ntwo", "one \r\ntwo", "one\0\r\ntwo", "one\r\n two", "onetwo" })
        {
            Never(new Opening().Open(Mail.Header() + signed.Replace("one\r\ntwo", altered, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void A_boundary_of_the_signature_inside_her_text_ends_it()
    {
        string signed = Signed("Content-Type: multipart/signed; boundary=b", "Content-Type: text/plain\r\n\r\nPay\r\n--b\r\nnobody");
        Never(new Opening().Open(Mail.Header() + signed));
        string inner = Signed("Content-Type: multipart/signed; boundary=b", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + Mail.Text + "\r\n--b--\r\n");
        Never(new Opening().Open(Mail.Header() + inner));
    }

    [Fact]
    public void Nothing_around_the_parts_is_shown()
    {
        string signed = Signed("Content-Type: multipart/signed; boundary=b", Mail.Text);
        int first = signed.IndexOf("--b", StringComparison.Ordinal);
        string around = signed[..first] + "Pay Mallory\r\n\r\n" + signed[first..] + "\r\nPay Mallory\r\n";
        Opened opened = new Opening().Open(Mail.Header() + around);

        Assert.Equal(SignatureStatus.Valid, opened.Report.Signature);
        Assert.DoesNotContain("Mallory", opened.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\r--b\rContent-Type: text/html\r\rPay Mallory\r")]
    [InlineData("--b\f\r\nContent-Type: text/html\r\n\r\nPay Mallory\r\n")]
    [InlineData("--b\v\nContent-Type: text/html\n\nPay Mallory\n")]
    [InlineData("x--b\r\n")]
    public void A_boundary_that_only_other_readers_see_before_her_part_gives_no_seal(string preamble)
    {
        string signed = Signed("Content-Type: multipart/signed; boundary=b", Mail.Text);
        int first = signed.IndexOf("--b", StringComparison.Ordinal);
        foreach (string before in new[] { "", new string('-', 9000), new string('x', 200_000) + "\r\n" })
        {
            Never(new Opening().Open(Mail.Header() + signed.Insert(first, before + preamble)), FindingCodes.SignedExtraParts);
        }
    }

    [Theory]
    [InlineData("\r--b\rContent-Type: text/html\r\rPay Mallory\r")]
    [InlineData("\r\n--b\f\r\nContent-Type: text/html\r\n\r\nPay Mallory\r\n")]
    public void A_boundary_that_only_other_readers_see_in_the_signature_gives_no_seal(string more)
    {
        string signed = Signed("Content-Type: multipart/signed; boundary=b", Mail.Text);
        int end = signed.LastIndexOf("\r\n--b--", StringComparison.Ordinal);
        Never(new Opening().Open(Mail.Header() + signed.Insert(end, more)), FindingCodes.SignedExtraParts);
    }

    [Theory]
    [InlineData("Content-Type: multipart/signed; boundary=b; boundary=c")]
    [InlineData("Content-Type: multipart/signed; boundary=c; boundary*=us-ascii''b")]
    [InlineData("Content-Type: multipart/signed; boundary=c; boundary*0=b")]
    [InlineData("Content-Type: multipart/signed; boundary*0=b; boundary*0=c")]
    [InlineData("Content-Type: multipart/signed; x=\"; boundary=c\"; boundary=b")]
    public void A_second_boundary_gives_no_seal(string type) => Never(new Opening().Open(Mail.Header() + Signed(type, Mail.Text)));

    [Theory]
    [InlineData("Content-Type: text/html")]
    [InlineData("Content-Type: multipart/mixed; boundary=c")]
    [InlineData("Content-Type: application/pkcs7-signature\r\nContent-Type: text/html")]
    [InlineData("X-Type: application/pkcs7-signature")]
    [InlineData("Content-Type: application/pkcs7-signature\r\nnot a field")]
    public void A_signature_that_clients_may_show_as_text_gives_no_seal(string type)
    {
        string signed = Signed("Content-Type: multipart/signed; boundary=b", Mail.Text).Replace("Content-Type: application/pkcs7-signature; name=smime.p7s", type, StringComparison.Ordinal);
        Never(new Opening().Open(Mail.Header() + signed), FindingCodes.SignedExtraParts);

        string remarks = signed.Replace("Content-Transfer-Encoding: base64\r\n\r\n", "\r\n<h1>Pay Mallory</h1>\r\n-----BEGIN PKCS7-----\r\n", StringComparison.Ordinal)
            .Replace("--b--", "-----END PKCS7-----\r\n--b--", StringComparison.Ordinal);
        Never(new Opening().Open(Mail.Header() + remarks));
    }

    [Theory]
    [InlineData("Content-Type: application/x-pkcs7-signature")]
    [InlineData("Content-Type: application/octet-stream; name=smime.p7s")]
    public void A_signature_of_another_name_that_nobody_shows_is_one(string type)
    {
        string signed = Signed("Content-Type: multipart/signed; boundary=b", Mail.Text).Replace("Content-Type: application/pkcs7-signature; name=smime.p7s", type, StringComparison.Ordinal);
        Assert.Equal(SignatureStatus.Valid, new Opening().Open(Mail.Header() + signed).Report.Signature);
    }

    [Theory]
    [InlineData("multipart/signed; protocol=\"application/pgp-signature\"; boundary=b")]
    [InlineData("multipart/signed; micalg=pgp-sha256; boundary=b")]
    [InlineData("multipart/signed; protocol=\"application/pkcs7-signature\"")]
    [InlineData("multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=c")]
    public void What_is_not_read_as_signed_has_no_seal(string type) =>
        Never(new Opening().Open(Mail.Header() + Signed("Content-Type: " + type, Mail.Text)));

    [Fact]
    public void An_empty_signed_part_is_signed_as_empty()
    {
        Opened opened = new Opening().Open(Mail.Header() + Mail.ClearSigned("Content-Type: text/plain\r\n\r\n"));
        Opened filled = new Opening().Open(Mail.Header() + Mail.ClearSigned("Content-Type: text/plain\r\n\r\n").Replace("text/plain\r\n\r\n", "text/plain\r\n\r\nPay\r\n", StringComparison.Ordinal));

        Assert.Equal(SignatureStatus.Valid, opened.Report.Signature);
        Never(filled);
    }

    private static string Signed(string type, string entity)
    {
        byte[] signature = CmsForge.Sign(Mail.Bytes(entity), new SignOptions(), Opening.Alice);
        return $"{type}\r\n\r\n--b\r\n{entity}\r\n--b\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\n{Mail.Lines(signature)}\r\n--b--\r\n";
    }

    private static void Never(Opened opened, string code)
    {
        Never(opened);
        Assert.True(opened.Has(code));
    }

    private static void Never(Opened opened)
    {
        Assert.NotEqual(SignatureStatus.Valid, opened.Report.Signature);
        Assert.DoesNotContain(opened.Report.Signers, s => s.Status == SignatureStatus.Valid);
        Assert.False(opened.Report.Seal is Seal.Signed or Seal.SignedEncrypted);
    }
}
