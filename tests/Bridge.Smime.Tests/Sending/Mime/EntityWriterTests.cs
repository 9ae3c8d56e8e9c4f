using System.Text;
using Bridge.Smime.Cms.Writing;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Sending.Mime;
using MimeKit;
using MimeReader = Bridge.Smime.Sending.Mime.MimeReader;

namespace Bridge.Smime.Tests.Sending.Mime;

public sealed class EntityWriterTests
{
    private const string Nested =
        "Content-Type: multipart/mixed; boundary=\"out\"\r\n\r\npreamble\r\n--out\r\n"
        + "Content-Type: multipart/alternative; boundary=outer\r\n\r\n--outer\r\nContent-Type: text/plain\r\n\r\nHi\r\n-- \r\nsig --out\r\n\r\n"
        + "--outer\r\nContent-Type: text/html\r\n\r\n<p>Hi</p>\r\n--outer--\r\n"
        + "--out\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nAAECAwQ=\r\n"
        + "--out\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\nContent-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\n\r\ntext\r\n--in--\r\n"
        + "--out--\r\nepilogue\r\n";

    public static TheoryData<string> Clean => new()
    {
        "Content-Type: text/plain; charset=us-ascii\r\n\r\nHello\r\n",
        "\r\nno header\r\n",
        "Content-Type: text/plain\r\n\r\nno line end",
        "Content-Type: text/plain\r\n\r\n",
        "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nnever closed\r\n",
        "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x--\r\n",
        Nested,
    };

    [Theory]
    [MemberData(nameof(Clean))]
    public void What_is_canonical_is_copied_byte_for_byte(string entity)
    {
        foreach (int step in (int[])[1, 3, 64, 100_000])
        {
            Assert.Equal(entity, Write(entity, step));
        }
    }

    [Theory]
    [MemberData(nameof(Clean))]
    public void Bare_line_feeds_become_line_ends(string entity) =>
        Assert.Equal(entity, Write(entity.Replace("\r\n", "\n", StringComparison.Ordinal), 1000));

    [Fact]
    public void Large_clean_parts_stream_through_unchanged()
    {
        string lines = string.Concat(Enumerable.Repeat(new string('A', 76) + "\r\n", 80_000));
        string entity = "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\n" + lines
            + "--x\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n" + lines + "--x--\r\n";
        Assert.Equal(entity, Write(entity, 30_000));
    }

    [Theory]
    [InlineData("text/plain; charset=utf-8", "8bit", "Grüße\r\n\r\nvon hier = dort \r\n.\r\nFrom me")]
    [InlineData("text/plain; charset=utf-8", null, "Καλημέρα κόσμε")]
    [InlineData("text/plain; charset=us-ascii", "7bit", "a\rb\0c")]
    [InlineData("text/html; charset=utf-8", "binary", "<p>ä</p>\r\n")]
    [InlineData("application/octet-stream", "binary", "a\nb\r\nü")]
    [InlineData("application/octet-stream", "binary", "a\nb")]
    [InlineData("text/plain; charset=utf-8", "quoted-printable", "=C3=BC and ü\r\nnext")]
    public void What_is_not_seven_bit_is_encoded_and_decodes_to_the_same(string type, string? encoding, string content)
    {
        string header = $"Content-Type: {type}\r\n" + (encoding is null ? "" : $"Content-Transfer-Encoding: {encoding}\r\n");
        string wrapped = $"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n{header}\r\n{content}\r\n--x--\r\n";
        foreach (string entity in (string[])[$"{header}\r\n{content}", wrapped])
        {
            string written = Write(entity, 7);
            AssertSevenBit(written);
            Assert.Equal(LeafContent(entity, Encoding.UTF8), LeafContent(written, Encoding.Latin1));
        }
    }

    [Fact]
    public void A_line_too_long_for_mail_is_encoded()
    {
        string entity = "Content-Type: text/plain\r\n\r\n" + new string('x', 5000) + "\r\n";
        string written = Write(entity, 4096);
        AssertSevenBit(written);
        Assert.Equal(LeafContent(entity, Encoding.UTF8), LeafContent(written, Encoding.Latin1));
    }

    [Theory]
    [InlineData("application/octet-stream")]
    [InlineData("text/plain; charset=utf-8")]
    public void A_large_eight_bit_part_streams_as_base64(string type)
    {
        string body = string.Concat(Enumerable.Repeat("Zeile mit Umlaut ü und mehr\r\n", 200_000));
        string entity = "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
            + $"Content-Type: {type}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}\r\n--x--\r\n";
        string written = Write(entity, 65536);
        AssertSevenBit(written);
        Assert.Equal(LeafContent(entity, Encoding.UTF8), LeafContent(written, Encoding.Latin1));
    }

    [Fact]
    public void A_large_part_that_lies_about_being_seven_bit_is_refused()
    {
        string body = string.Concat(Enumerable.Repeat("plain line\r\n", 500_000)) + "ü\r\n";
        RefusalException refusal = Assert.Throws<RefusalException>(() => Write("Content-Type: text/plain\r\n\r\n" + body, 65536));
        Assert.Equal(("message-unreadable", "eight-bit"), (refusal.Code, refusal.Parameters["reason"]));
    }

    [Fact]
    public void Base64_with_foreign_bytes_and_endless_lines_is_rewrapped()
    {
        byte[] data = new byte[3000];
        Random.Shared.NextBytes(data);
        string entity = "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nü" + Convert.ToBase64String(data);
        string written = Write(entity, 512);
        AssertSevenBit(written);
        using MemoryStream decoded = new(Convert.FromBase64String(written[(written.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]));
        Assert.Equal(data, decoded.ToArray());
    }

    [Fact]
    public void Raw_characters_in_part_headers_are_encoded()
    {
        string entity = "Content-Type: application/pdf; name=\"Übersicht.pdf\"\r\nContent-Description: Grüße\r\n"
            + "Content-Disposition: attachment; filename=\"Übersicht.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n";
        string written = Write(entity, 50);
        AssertSevenBit(written);
        MimePart part = Assert.IsType<MimePart>(Load(written, Encoding.Latin1));
        Assert.Equal("Übersicht.pdf", part.FileName);
        Assert.Equal("Grüße", part.Headers["Content-Description"]);
    }

    [Fact]
    public void Depth_and_number_of_parts_are_limited()
    {
        string deep = string.Concat(Enumerable.Range(0, 60).Select(i => $"Content-Type: multipart/mixed; boundary=b{i}x\r\n\r\n--b{i}x\r\n"));
        Assert.Equal("mimeDepth", Assert.Throws<RefusalException>(() => Write(deep, 1000)).Parameters["limit"]);
        string many = "Content-Type: multipart/mixed; boundary=x\r\n\r\n" + string.Concat(Enumerable.Repeat("--x\r\n\r\na\r\n", 5000));
        Assert.Equal("mimeParts", Assert.Throws<RefusalException>(() => Write(many, 1000)).Parameters["limit"]);
    }

    [Fact]
    public void Any_bytes_come_out_as_canonical_seven_bit_lines()
    {
        Random random = new(20260304);
        string[] pieces = ["\r\n", "\n", "\r", "--x", "--x--", "--y\r\n", "Content-Type: multipart/mixed; boundary=y\r\n", "text ", "ü", "\0",
            "Content-Transfer-Encoding: quoted-printable\r\n", "Content-Transfer-Encoding: base64\n", "=C3=", "Content-Type: text/html\r\n\r\n",
            "Content-Type: message/rfc822\r\n\r\n", "Content-Transfer-Encoding: binary\r\n"];
        for (int round = 0; round < 2000; round++)
        {
            string body = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => pieces[random.Next(pieces.Length)]));
            AssertSevenBit(Write("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" + body, random.Next(1, 50)));
        }
    }

    private static string Write(string entity, int step)
    {
        using MimeReader reader = new(new TrickleStream(Encoding.UTF8.GetBytes(entity), step), new Limits(), default);
        using MemorySink sink = new();
        List<HeaderField> fields = reader.ReadHeader();
        new EntityWriter(reader, sink, new Limits(), null).Write(new PartHeader(fields));
        return Encoding.Latin1.GetString(sink.ToArray());
    }

    private static void AssertSevenBit(string written)
    {
        LineFlaws flaws = CanonicalLines.Inspect(Encoding.Latin1.GetBytes(written));
        Assert.True(flaws == LineFlaws.None, $"{flaws} in: {written}");
    }

    private static MimeEntity Load(string entity, Encoding encoding) => MimeEntity.Load(new MemoryStream(encoding.GetBytes(entity)));

    private static byte[] LeafContent(string entity, Encoding encoding)
    {
        MimeEntity loaded = Load(entity, encoding);
        MimePart part = (MimePart)(loaded is Multipart multipart ? multipart[0] : loaded);
        using MemoryStream content = new();
        part.Content!.DecodeTo(content);
        return content.ToArray();
    }
}
