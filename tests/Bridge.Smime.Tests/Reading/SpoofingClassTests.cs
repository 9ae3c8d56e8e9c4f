using Bridge.Smime.Policy;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;
using Bridge.TestKit;

namespace Bridge.Smime.Tests.Reading;

/// <summary>
/// The published classes of signature spoofing (CMS, MIME and identity), each in a message of our own making: Mallory never
/// gets a good seal for Alice, neither with a signature of his own nor with an old one of hers.
/// </summary>
public class SpoofingClassTests
{
    private const string Evil = "Content-Type: text/html\r\n\r\n<h1>Pay Mallory</h1>";

    private static readonly string s_alices = Mail.ClearSigned(Mail.Text);

    // Text for a part that stands before or behind Alice's own.
    private static readonly string s_hide = "Content-Type: text/html\r\n\r\n<p>Pay Mallory</p><div style=\"display:none\"><plaintext>";

    [Fact]
    public void Cms_without_signers_signs_nothing()
    {
        foreach (string message in new[] { Mail.ClearSignedWith(Mail.Text, CmsForge.CertsOnly(Opening.Alice)), Mail.Cms(CmsForge.Sign([], new SignOptions { Embedded = Mail.Bytes(Mail.Text), MoreCertificates = [Opening.Alice.Certificate] }), "signed-data") })
        {
            Opened opened = Open(message);
            Assert.Equal((Seal.None, SignatureStatus.None), (opened.Report.Seal, opened.Report.Signature));
        }
    }

    [Fact]
    public void Cms_with_content_of_its_own_does_not_sign_the_part_that_is_shown()
    {
        byte[] opaque = CmsForge.Sign(Mail.Bytes(Mail.Text), new SignOptions { Embedded = Mail.Bytes(Mail.Text) }, Opening.Alice);
        Never(Open(Mail.ClearSignedWith(Evil, opaque)));
        Never(Open(Mail.ClearSignedWith(Mail.Text, opaque)));
    }

    [Fact]
    public void Cms_with_a_signer_of_another_name_beside_hers_is_not_good()
    {
        byte[] both = CmsForge.Sign(Mail.Bytes(Evil), new SignOptions(), Opening.Mallory, Opening.Alice);
        Opened mixed = Open(Mail.ClearSignedWith(Evil, both));
        Assert.NotEqual(SignatureStatus.Valid, mixed.Report.Signature);

        SignOptions hers = new() { MoreCertificates = [Opening.Alice.Certificate] };
        Never(Open(Mail.ClearSigned(Evil, hers, Opening.Mallory)));
    }

    [Theory]
    [InlineData("1.2.840.113549.1.9.16.1.4")]
    [InlineData("1.2.840.113549.1.9.16.1.16")]
    public void Cms_signed_for_another_purpose_is_not_mail(string type)
    {
        SignOptions options = new() { ContentType = type };
        foreach (string message in new[] { Mail.Opaque(Mail.Text, options), Mail.ClearSigned(Mail.Text, options) })
        {
            Opened opened = Open(message);
            Assert.Equal(SignatureStatus.Unverified, opened.Report.Signature);
            Assert.Contains(opened.Report.Signers[0].Findings, f => f.Code == FindingCodes.CmsTypeUnsupported);
        }

        Never(Open(Mail.Opaque(Mail.Text, new SignOptions { ContentType = type, SignedContentType = "1.2.840.113549.1.7.1" })));
    }

    [Theory]
    [InlineData("mixed")]
    [InlineData("related")]
    [InlineData("alternative")]
    [InlineData("digest")]
    [InlineData("parallel")]
    [InlineData("signed; protocol=\"application/pgp-signature\"")]
    [InlineData("report")]
    public void Mime_around_her_signed_part_has_no_seal(string subtype)
    {
        string[][] orders = [[Evil, s_alices], [s_alices, Evil], [s_alices], [s_hide, s_alices], [Mail.Multipart("mixed", s_alices).Replace("outer", "inner", StringComparison.Ordinal), Evil]];
        foreach (string[] parts in orders)
        {
            Opened opened = Open(Mail.Multipart(subtype, parts));
            Assert.Equal((Seal.None, SignatureStatus.None), (opened.Report.Seal, opened.Report.Signature));
            Never(opened);
        }
    }

    [Fact]
    public void Mime_that_puts_her_message_into_another_has_no_seal()
    {
        string whole = "Content-Type: message/rfc822\r\nContent-Disposition: inline\r\n\r\n" + Mail.Header() + s_alices;
        Never(Open(whole));
        Never(Open(Mail.Multipart("mixed", Evil, whole)));
        Never(Open(Mail.ClearSigned(whole, signer: Opening.Mallory)));
        Never(Open(Mail.ClearSigned(Mail.Multipart("mixed", Evil, s_alices), signer: Opening.Mallory)));
        Never(Open("Content-Type: message/rfc822; forwarded=no\r\n\r\n" + Mail.Header() + s_alices));
    }

    [Fact]
    public void Mime_that_swaps_or_doubles_the_parts_is_not_good()
    {
        string signature = s_alices[s_alices.IndexOf("Content-Type: application/pkcs7-signature", StringComparison.Ordinal)..];
        string boundary = "--" + s_alices[(s_alices.IndexOf("=_", StringComparison.Ordinal))..][..34];
        string head = s_alices[..s_alices.IndexOf(boundary, StringComparison.Ordinal)];
        Never(Open($"{head}{boundary}\r\n{signature[..signature.IndexOf(boundary, StringComparison.Ordinal)]}{boundary}\r\n{Mail.Text}\r\n{boundary}--\r\n"));
        Never(Open($"{head}{boundary}\r\n{Evil}\r\n{boundary}\r\n{Mail.Text}\r\n{boundary}\r\n{signature}"));
        Never(Open($"{head}{boundary}\r\n{Evil}\r\n{boundary}\r\n{signature}"));
        Assert.DoesNotContain("Mallory", Open($"{head}{Evil}\r\n{s_alices[head.Length..]}\r\n{Evil}").Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice@example.com")]
    [InlineData("Alice <alice@example.com>")]
    [InlineData("\"Alice\" <alice@example.com> (mallory@example.net)")]
    [InlineData("alice@example.com <mallory@example.net>")]
    [InlineData("mallory@example.net <alice@example.com>")]
    [InlineData("alice@example.com, mallory@example.net")]
    [InlineData("mallory@example.net, alice@example.com")]
    [InlineData("mallory@example.net,")]
    [InlineData("<mallory@example.net>,, alice@example.com")]
    [InlineData("group: mallory@example.net; alice@example.com")]
    [InlineData("\"alice@example.com\\\" <x>\" <mallory@example.net>")]
    [InlineData("=?utf-8?b?YWxpY2VAZXhhbXBsZS5jb20=?= <mallory@example.net>")]
    [InlineData("=?utf-8?q?alice?= =?utf-8?q?=40example=2Ecom?= <mallory@example.net>")]
    [InlineData("=?utf-8?b?YWxpY2XvvKBleGFtcGxlLmNvbQ==?= <mallory@example.net>")]
    [InlineData("=?utf-8?b?YWxpY2XigItAZXhhbXBsZS5jb20=?= <mallory@example.net>")]
    [InlineData("=?utf-8?q?alice=40example=2Ecom_=3Calice=40example=2Ecom=3E?= <mallory@example.net>")]
    [InlineData("=?utf-8?b?YWxpY2VAZXhhbXBsZS5jb20AbWFsbG9yeQ==?=")]
    [InlineData("alice@example.com\t(\0) <mallory@example.net>")]
    [InlineData("<alice@example.com>mallory@example.net")]
    [InlineData("<alice@example.com<mallory@example.net>>")]
    [InlineData("alice@example.com@mallory@example.net")]
    [InlineData("\"alice@example.com>\"@example.net")]
    [InlineData("alice%example.com@example.net <mallory@example.net> alice@example.com")]
    [InlineData("mallory@example.net\r\n (alice@example.com)\r\n")]
    public void Identity_tricks_give_mallory_no_seal_that_shows_alice(string from)
    {
        string header = Mail.Header(from.TrimEnd('\r', '\n'));
        bool showsAlice = from != "mallory@example.net,";
        Opened opened = Open(Mail.ClearSigned(Evil, signer: Opening.Mallory), header);
        Assert.Equal(showsAlice, opened.Report.Signature != SignatureStatus.Valid);
        Assert.DoesNotContain(opened.Report.Signers, s => s.Status == SignatureStatus.Valid && s.Address == "alice@example.com");
    }

    [Theory]
    [InlineData("Sender: mallory@example.net\r\n")]
    [InlineData("Resent-From: mallory@example.net\r\n")]
    [InlineData("Reply-To: mallory@example.net\r\n")]
    [InlineData("FROM : mallory@example.net\r\n")]
    [InlineData("From: mallory@example.net\r\nSender: mallory@example.net\r\n")]
    [InlineData("X-From: mallory@example.net\r\n")]
    public void Other_fields_do_not_lend_mallory_her_name(string more) =>
        Never(Open(Mail.ClearSigned(Evil, signer: Opening.Mallory), Mail.Header(more: more)));

    [Fact]
    public void Addresses_in_a_certificate_count_whole()
    {
        foreach (string address in new[] { "alice@example.com\0.example.net", "alice@example.com.example.net", "alice@example.com, mallory@example.net", "Alice <alice@example.com>", "alice@example.com\r\n", "@example.com", "*@example.com", "example.com" })
        {
            ForgedIdentity odd = CertificateForge.Issue(Opening.Authority, "mallory@example.net", options: new ForgeOptions { Addresses = [address] });
            Never(Open(Mail.ClearSigned(Evil, signer: odd)));
        }

        ForgedIdentity named = CertificateForge.Issue(Opening.Authority, "mallory@example.net", options: new ForgeOptions { CommonName = "alice@example.com", SubjectAddress = "alice@example.com" });
        Never(Open(Mail.ClearSigned(Evil, signer: named)));
    }

    [Fact]
    public void A_name_without_an_address_is_nobody()
    {
        string header = Mail.Header("Test User");
        Opened strict = Open(Mail.ClearSigned(Mail.Text), header);
        Opened tolerant = new Opening { Policy = new SmimePolicy { RequireAddressMatch = false } }.Open(header + Mail.ClearSigned(Mail.Text));

        Assert.Equal(SignatureStatus.Unverified, strict.Report.Signature);
        Assert.True(strict.Has(FindingCodes.FromMissing));
        Assert.Equal(SignatureStatus.Valid, tolerant.Report.Signature);
    }

    private static Opened Open(string body, string? header = null) => new Opening().Open((header ?? Mail.Header()) + body);

    private static void Never(Opened opened)
    {
        Assert.NotEqual(SignatureStatus.Valid, opened.Report.Signature);
        Assert.DoesNotContain(opened.Report.Signers, s => s.Status == SignatureStatus.Valid);
        Assert.NotEqual(Seal.Signed, opened.Report.Seal);
    }
}
