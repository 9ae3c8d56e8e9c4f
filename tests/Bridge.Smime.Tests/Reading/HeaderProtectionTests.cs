using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Tests.Reading;

public class HeaderProtectionTests
{
    private const string From = "From: Alice <alice@example.com>\r\n";

    [Fact]
    public void The_protected_subject_replaces_the_outer_one()
    {
        string payload = From + "Subject: The real subject\r\nContent-Type: text/plain; hp=\"cipher\"\r\nHP-Outer: Subject: [...]\r\n\r\nHello\r\n";
        Opened opened = new Opening().With(Opening.Bob).Open(Mail.Header(subject: "[...]", more: "Reply-To: mallory@example.net\r\n") + Mail.Enveloped(Mail.ClearSigned(payload)));

        Assert.Equal(SignatureStatus.Valid, opened.Report.Signature);
        Assert.Equal("The real subject", opened.Report.Headers.Protected["subject"]);
        Assert.Equal("[...]", opened.Report.Headers.Outer["Subject"]);
        Assert.Equal(["Subject"], opened.Report.Headers.Differences);
        Assert.Contains("Subject: The real subject\r\n", opened.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("[...]", opened.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("mallory", opened.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("HP-Outer", opened.Text, StringComparison.Ordinal);
        Assert.Equal(1, opened.Text.Split("From: ").Length - 1);
    }

    [Fact]
    public void The_older_form_is_read()
    {
        string payload = From + "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nContent-Type: text/plain; protected-headers=\"v1\"\r\n\r\nHello\r\n";
        Opened opened = new Opening().With(Opening.Bob).Open(Mail.Header(subject: "...") + Mail.Enveloped(payload));

        Assert.Equal("Grüße", opened.Report.Headers.Protected["Subject"]);
        Assert.Contains("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", opened.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/rfc822-headers")]
    public void The_part_that_repeats_the_header_in_the_older_form_is_taken_out(string type)
    {
        string copy = $"Content-Type: {type}; protected-headers=\"v1\"\r\nContent-Disposition: inline\r\n\r\nSubject: real\r\n";
        string payload = From + "Subject: real\r\n"
            + Mail.Multipart("mixed", copy, Mail.Text, copy).Replace("boundary=outer", "boundary=outer; protected-headers=\"v1\"", StringComparison.Ordinal);
        Opened opened = new Opening().With(Opening.Bob).Open(Mail.Header(subject: "...") + Mail.Enveloped(Mail.ClearSigned(payload)));

        Assert.Equal((SignatureStatus.Valid, "real"), (opened.Report.Signature, opened.Report.Headers.Protected["Subject"]));
        Assert.EndsWith($"\r\n\r\n--outer\r\n{Mail.Text}\r\n--outer\r\n{copy}\r\n--outer--", opened.Text.TrimEnd(), StringComparison.Ordinal);
        Assert.EndsWith(payload[payload.IndexOf("--outer", StringComparison.Ordinal)..].TrimEnd(), new Opening().Open(Mail.Header() + Mail.ClearSigned(payload)).Text.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Compression_alone_protects_no_header()
    {
        Opened opened = new Opening().Open(Mail.Header(subject: "Outer") + Mail.Compressed("Subject: Inner\r\nContent-Type: text/plain; hp=\"clear\"\r\n\r\nHello\r\n"));

        Assert.Empty(opened.Report.Headers.Protected);
        Assert.Contains("Subject: Outer\r\n", opened.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrapped_message_is_taken_out()
    {
        string inner = Mail.Header(subject: "The real subject") + Mail.Text;
        foreach (string type in new[] { "message/rfc822; forwarded=no", "message/rfc822" })
        {
            Opened opened = new Opening().Open(Mail.Header(subject: "...") + Mail.ClearSigned($"Content-Type: {type}\r\n\r\n{inner}"));

            Assert.Equal(SignatureStatus.Valid, opened.Report.Signature);
            Assert.Equal("The real subject", opened.Report.Headers.Protected["Subject"]);
            Assert.Contains("Subject: The real subject\r\n", opened.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("message/rfc822", opened.Text, StringComparison.Ordinal);
            Assert.EndsWith(Mail.Text, opened.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_message_whose_payload_says_where_its_fields_stand_wraps_none()
    {
        string forwarded = Mail.Header(subject: "Of the forwarded one") + Mail.Text;
        string payload = From + "Subject: Of this one\r\nContent-Type: message/rfc822; hp=\"clear\"\r\n\r\n" + forwarded;
        Opened opened = new Opening().Open(Mail.Header(subject: "...") + Mail.ClearSigned(payload));

        Assert.Equal(SignatureStatus.Valid, opened.Report.Signature);
        Assert.Equal("Of this one", opened.Report.Headers.Protected["Subject"]);
        Assert.EndsWith(forwarded, opened.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_that_is_signed_by_itself_is_forwarded_and_named()
    {
        string inside = Mail.Header() + Mail.ClearSigned(Mail.Text);
        Opened opened = new Opening().With(Opening.Bob).Open(Mail.Header() + Mail.Enveloped("Content-Type: message/rfc822\r\n\r\n" + inside));

        Assert.Equal((Seal.Encrypted, SignatureStatus.None), (opened.Report.Seal, opened.Report.Signature));
        Assert.True(opened.Has(FindingCodes.SignatureInAttachment));
        Assert.EndsWith(inside, opened.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_of_an_entity_that_claims_no_protection_protect_nothing()
    {
        Opened opened = new Opening().Open(Mail.Header() + Mail.ClearSigned("Subject: Injected\r\n" + Mail.Text));

        Assert.Empty(opened.Report.Headers.Protected);
        Assert.DoesNotContain("Injected", opened.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_protected_from_that_differs_is_never_valid_and_the_outer_one_stays()
    {
        string payload = From + "Subject: x\r\nContent-Type: text/plain; hp=\"clear\"\r\n\r\nHello\r\n";
        foreach (var signer in new[] { Opening.Alice, Opening.Mallory })
        {
            Opened opened = new Opening().Open(Mail.Header("mallory@example.net") + Mail.ClearSigned(payload, signer: signer));

            Assert.NotEqual(SignatureStatus.Valid, opened.Report.Signature);
            Assert.True(opened.Has(FindingCodes.FromProtectedDiffers));
            Assert.Contains("From: mallory@example.net", opened.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Subject: real\rFrom: alice@example.com\r\n", FindingCodes.HeaderAnomalous)]
    [InlineData("Subject: real\0\r\n", FindingCodes.HeaderAnomalous)]
    [InlineData("Subject: real\r\nSubject: other\r\n", FindingCodes.HeaderDuplicated)]
    [InlineData("Subject: real\r\nFrom: mallory@example.net\r\n", FindingCodes.FromProtectedDiffers)]
    public void A_protected_header_that_reads_in_two_ways_is_never_valid_and_injects_nothing(string fields, string code)
    {
        string payload = $"From: mallory@example.net\r\n{fields}Content-Type: text/plain; hp=\"clear\"\r\n\r\nHello\r\n";
        Opened opened = new Opening().Open(Mail.Header("mallory@example.net") + Mail.ClearSigned(payload, signer: Opening.Mallory));

        Assert.Equal(SignatureStatus.Unverified, opened.Report.Signature);
        Assert.True(opened.Has(code));
        Assert.DoesNotContain("alice@example.com", opened.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\0", opened.Text, StringComparison.Ordinal);
        Assert.Equal(1, opened.Text.Split("From: ").Length - 1);
    }

    [Fact]
    public void Outer_fields_that_the_sender_did_not_write_disappear_and_lies_about_them_change_no_sender()
    {
        string payload = From + "Subject: real\r\nContent-Type: text/plain; hp=\"Clear\"\r\nHP-Outer: From: mallory@example.net\r\n\r\nHello\r\n";
        Opened opened = new Opening().Open(Mail.Header(more: "Reply-To: mallory@example.net\r\nComments: pay him\r\n") + Mail.ClearSigned(payload));

        Assert.Equal(SignatureStatus.Valid, opened.Report.Signature);
        Assert.Equal("alice@example.com", opened.Report.Signers[0].Address);
        Assert.DoesNotContain("mallory", opened.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("pay him", opened.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_stays_where_the_sender_wrote_it_for_no_encrypted_message()
    {
        string payload = From + "Subject: real\r\nContent-Type: text/plain; hp=\"clear\"; hp-legacy-display=\"1\"\r\n\r\nSubject: real\r\n\r\nHello\r\n";
        Opened opened = new Opening().With(Opening.Bob).Open(Mail.Header() + Mail.Enveloped(Mail.ClearSigned(payload)));

        Assert.Equal(SignatureStatus.Valid, opened.Report.Signature);
        Assert.EndsWith("\r\n\r\nSubject: real\r\n\r\nHello\r\n", opened.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_outer_field_changed_on_the_way_is_named()
    {
        string payload = From + "Subject: real\r\nContent-Type: text/plain; hp=\"cipher\"\r\nHP-Outer: Subject: [...]\r\n\r\nHello\r\n";
        Opened opened = new Opening().With(Opening.Bob).Open(Mail.Header(subject: "[list] [...]") + Mail.Enveloped(payload));

        Finding finding = opened.Report.Findings.Single(f => f.Code == FindingCodes.HeaderOuterAltered);
        Assert.Equal(("Subject", "[...]", "[list] [...]"), (finding.Parameters["field"], finding.Parameters["sent"], finding.Parameters["received"]));
    }

    [Theory]
    [InlineData("7bit", "Subject: real\r\n\r\nHello\r\n")]
    [InlineData("base64", "U3ViamVjdDogcmVhbA0KDQpIZWxsbw0K\r\n")]
    [InlineData("quoted-printable", "Subject:=20real\r\n\r\nHello\r\n")]
    public void The_copy_of_the_subject_for_old_clients_is_taken_out(string encoding, string body)
    {
        string text = $"Content-Type: text/plain; charset=us-ascii; hp-legacy-display=\"1\"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}";
        string html = "Content-Type: text/html; hp-legacy-display=\"1\"\r\n\r\n<body><div class=\"header-protection-legacy-display\"><pre>Subject: real</pre></div><p>Hello</p></body>\r\n";
        string payload = From + "Subject: real\r\n" + Mail.Multipart("alternative", text, html).Replace("boundary=outer", "boundary=outer; hp=\"cipher\"", StringComparison.Ordinal);
        Opened opened = new Opening().With(Opening.Bob).Open(Mail.Header(subject: "[...]") + Mail.Enveloped(payload));

        MimeKit.MimeMessage read = MimeKit.MimeMessage.Load(new MemoryStream(opened.Bytes), TestContext.Current.CancellationToken);
        Assert.Equal("real", read.Subject);
        Assert.Equal("Hello", read.TextBody!.Trim());
        Assert.Equal("<body><p>Hello</p></body>", read.HtmlBody!.Trim());
    }

    [Fact]
    public void The_copy_stays_where_nothing_was_encrypted()
    {
        string payload = From + "Subject: real\r\nContent-Type: text/plain; hp=\"clear\"; hp-legacy-display=\"1\"\r\n\r\nSubject: real\r\n\r\nHello\r\n";

        Assert.EndsWith("Subject: real\r\n\r\nHello\r\n", new Opening().Open(Mail.Header() + Mail.ClearSigned(payload)).Text, StringComparison.Ordinal);
    }
}
