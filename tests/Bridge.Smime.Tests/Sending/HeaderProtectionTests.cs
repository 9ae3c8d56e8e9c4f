using System.Text;
using Bridge.Smime.Cms.Writing;
using Bridge.Smime.Policy;
using Bridge.Smime.Sending;
using Bridge.Smime.Sending.Mime;
using MimeKit;
using MimeReader = Bridge.Smime.Sending.Mime.MimeReader;

namespace Bridge.Smime.Tests.Sending;

public sealed class HeaderProtectionTests
{
    private const string Header =
        "From: Alice A <alice@example.org>\r\nTo: Bob <bob@example.org>,\r\n Carol <carol@example.org>\r\nBcc: dora@example.org\r\n"
        + "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= & more\r\nDate: Mon, 02 Mar 2026 10:00:00 +0100\r\nMessage-ID: <1@example.org>\r\n"
        + "References: <0@example.org>\r\nKeywords: secret\r\nX-Mozilla-Draft-Info: internal/draft\r\nX-Identity-Key: id1\r\nFcc: imap://x\r\n"
        + "Resent-From: x@example.org\r\nHP-Outer: Subject: forged\r\nMIME-Version: 1.0\r\n";

    private static readonly string[] s_private = ["Bcc", "X-Mozilla-Draft-Info", "X-Identity-Key", "Fcc", "Resent-From"];

    [Fact]
    public void Signing_copies_the_fields_inside_and_leaves_the_outside_alone()
    {
        (string outer, MimeEntity entity) = Split(HeaderProtectionMode.Subject, encrypt: false, "Content-Type: text/plain; charset=utf-8\r\n\r\nText\r\n");
        Assert.Equal("clear", entity.ContentType.Parameters["hp"]);
        Assert.Equal("Grüße & more", entity.Headers["Subject"]);
        Assert.Equal("Alice A <alice@example.org>", entity.Headers["From"]);
        Assert.DoesNotContain(entity.Headers, h => h.Field == "HP-Outer");
        AssertNothingPrivate(entity);
        Assert.Equal(Header.Replace("MIME-Version: 1.0\r\n", "", StringComparison.Ordinal), outer);
        Assert.Equal("Text\r\n", Desk.Text(((TextPart)entity)));
    }

    [Fact]
    public void Encrypting_hides_the_subject_and_records_what_stays_outside()
    {
        (string outer, MimeEntity entity) = Split(HeaderProtectionMode.Subject, encrypt: true, "Content-Type: text/plain; charset=us-ascii\r\n\r\nText\r\n");
        Assert.Equal("cipher", entity.ContentType.Parameters["hp"]);
        Assert.Contains("\r\nSubject: [...]\r\n", outer, StringComparison.Ordinal);
        Assert.DoesNotContain("Keywords", outer, StringComparison.Ordinal);
        Assert.All(s_private, n => Assert.Contains($"\r\n{n}: ", outer, StringComparison.Ordinal));

        string[] recorded = [.. entity.Headers.Where(h => h.Field == "HP-Outer").Select(h => h.Value.Trim())];
        Assert.Equal(["From", "To", "Subject", "Date", "Message-ID", "References"], recorded.Select(r => r[..r.IndexOf(':', StringComparison.Ordinal)]));
        Assert.Contains("Subject: [...]", recorded);
        Assert.Equal("Grüße & more", entity.Headers["Subject"]);
        Assert.Equal("secret", entity.Headers["Keywords"]);
        AssertNothingPrivate(entity);
    }

    [Fact]
    public void Hiding_all_leaves_addresses_time_and_id()
    {
        (string outer, MimeEntity entity) = Split(HeaderProtectionMode.All, encrypt: true, "\r\nText\r\n");
        MimeMessage seen = MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(outer + "\r\n")), TestContext.Current.CancellationToken);
        Assert.Equal("alice@example.org", seen.From.ToString());
        Assert.Equal(["bob@example.org", "carol@example.org"], seen.To.Mailboxes.Select(m => m.ToString()));
        Assert.Equal(TimeSpan.Zero, seen.Date.Offset);
        Assert.Equal(9, seen.Date.Hour);
        Assert.Null(seen.Headers["References"]);
        Assert.Equal("<0@example.org>", entity.Headers["References"]);
        Assert.Equal("dora@example.org", seen.Bcc.ToString());
    }

    [Fact]
    public void Off_means_content_fields_only()
    {
        (string outer, MimeEntity entity) = Split(
            HeaderProtectionMode.Off, encrypt: true, "Content-Type: text/plain; charset=utf-8; hp=\"cipher\"\r\nContent-Transfer-Encoding: 7bit\r\n\r\nText\r\n");
        Assert.Equal(["Content-Type", "Content-Transfer-Encoding"], entity.Headers.Select(h => h.Field));
        Assert.Null(entity.ContentType.Parameters["hp"]);
        Assert.Contains("Subject: =?utf-8?q?Gr", outer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Type: text/plain; charset=us-ascii\r\n\r\nText\r\n", "Text\r\n")]
    [InlineData("Content-Type: text/plain; charset=utf-8; format=flowed\r\nContent-Transfer-Encoding: 8bit\r\n\r\nTextä\r\n", "Textä\r\n")]
    [InlineData("Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nText=E4 is =\r\nlong\r\n", "Textä is long\r\n")]
    [InlineData("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nVGV4dA==\r\n", "Text")]
    public void A_hidden_subject_is_shown_in_the_text(string body, string text)
    {
        (_, MimeEntity entity) = Split(HeaderProtectionMode.Subject, encrypt: true, body);
        TextPart part = Assert.IsType<TextPart>(entity);
        Assert.Equal("1", part.ContentType.Parameters["hp-legacy-display"]);
        Assert.Equal("Subject: Grüße & more\r\n\r\n" + text, Desk.Text(part));
    }

    [Fact]
    public void Main_parts_show_it_and_attachments_do_not()
    {
        const string body = "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n"
            + "--a\r\nContent-Type: text/plain\r\n\r\nText\r\n--a\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><head></head><body class=x><p>Text</p></body></html>\r\n--a--\r\n"
            + "--m\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nAttached\r\n"
            + "--m\r\nContent-Type: text/plain\r\n\r\nSecond\r\n--m--\r\n";
        (_, MimeEntity entity) = Split(HeaderProtectionMode.Subject, encrypt: true, body);
        TextPart[] parts = [.. ((Multipart)entity).OfType<TextPart>()];
        TextPart[] main = [.. ((MultipartAlternative)((Multipart)entity)[0]).Cast<TextPart>()];
        Assert.Equal("Subject: Grüße & more\r\n\r\nText", Desk.Text(main[0]));
        Assert.Equal(
            "<html><head></head><body class=x><div class=\"header-protection-legacy-display\">\r\n<pre>Subject: Grüße &amp; more</pre></div>\r\n"
            + "<p>Text</p></body></html>",
            Desk.Text(main[1]));
        Assert.Equal(["Attached", "Second"], parts.Select(p => p.Text));
        Assert.All(parts, p => Assert.Null(p.ContentType.Parameters["hp-legacy-display"]));
    }

    [Fact]
    public void A_part_that_is_signed_already_is_left_alone()
    {
        const string body = "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: multipart/signed; boundary=s\r\n\r\n"
            + "--s\r\nContent-Type: text/plain\r\n\r\nSigned\r\n--s\r\nContent-Type: application/pkcs7-signature\r\n\r\nAA==\r\n--s--\r\n--m--\r\n";
        (_, MimeEntity entity) = Split(HeaderProtectionMode.Subject, encrypt: true, body);
        Assert.Equal("Signed", Desk.Text((TextPart)((Multipart)((Multipart)entity)[0])[0]));
    }

    [Fact]
    public void An_unreadable_content_type_still_gets_its_mark()
    {
        (_, MimeEntity entity) = Split(HeaderProtectionMode.Subject, encrypt: false, "Content-Type: \r\n\r\nText\r\n");
        Assert.Equal("clear", entity.ContentType.Parameters["hp"]);
    }

    [Fact]
    public void Without_hiding_or_for_oneself_the_text_stays()
    {
        (_, MimeEntity signed) = Split(HeaderProtectionMode.Subject, encrypt: false, "Content-Type: text/plain\r\n\r\nText\r\n");
        (_, MimeEntity draft) = Split(HeaderProtectionMode.Subject, encrypt: true, "Content-Type: text/plain\r\n\r\nText\r\n", legacy: false);
        Assert.All([signed, draft], e => Assert.Equal("Text\r\n", Desk.Text(((TextPart)e))));
    }

    private static void AssertNothingPrivate(MimeEntity entity) =>
        Assert.All(s_private, n => Assert.DoesNotContain(entity.Headers, h => h.Field == n || (h.Field == "HP-Outer" && h.Value.Contains(n, StringComparison.Ordinal))));

    private static (string Outer, MimeEntity Entity) Split(HeaderProtectionMode mode, bool encrypt, string body, bool legacy = true)
    {
        using MimeReader reader = new(new MemoryStream(Encoding.UTF8.GetBytes(Header + body)), new Limits(), default);
        HeaderProtection split = HeaderProtection.Split(reader.ReadHeader(), mode, encrypt, legacy);
        using MemorySink sink = new();
        new EntityWriter(reader, sink, new Limits(), split.Legacy).Write(split.Entity);
        byte[] written = sink.ToArray();
        Assert.Equal(LineFlaws.None, CanonicalLines.Inspect(written));
        return (string.Concat(split.Outer.Select(f => Encoding.UTF8.GetString(f.Raw))), MimeEntity.Load(new MemoryStream(written)));
    }
}
