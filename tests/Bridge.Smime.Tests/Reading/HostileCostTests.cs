using System.Text;
using Bridge.Smime.Errors;
using Bridge.Smime.Reading;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.TestKit;

namespace Bridge.Smime.Tests.Reading;

/// <summary>
/// What an attacker can make large costs in proportion: twice as much of it takes about twice the processor time, and the
/// larger one stays far below five seconds.
/// </summary>
public class HostileCostTests
{
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData("from", 25_000)]
    [InlineData("from-with-shown-addresses", 15_000)]
    [InlineData("protected-from", 15_000)]
    [InlineData("protected-fields", 20_000)]
    [InlineData("sent-outside", 10_000)]
    [InlineData("outer-fields", 60_000)]
    [InlineData("encoded-words", 15_000)]
    [InlineData("content-type", 20_000)]
    [InlineData("content-type-continued", 10_000)]
    [InlineData("comments", 300_000)]
    [InlineData("date", 200_000)]
    [InlineData("dashes", 3_000_000)]
    [InlineData("dashes-in-nested-parts", 1_000_000)]
    [InlineData("bare-returns", 1_000_000)]
    public void Cost_grows_with_size_and_no_faster(string what, int count) => Linear(count, n => Message(what, n));

    /// <summary>An octet string in segments of one byte, hashed with every digest there is.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Content_in_segments_of_one_byte_costs_no_more_than_its_bytes(bool oneLine) =>
        Linear(400_000, n => Mail.Bytes(Mail.Header() + Mail.Cms(CmsForge.SignSegmented(oneLine ? new byte[n] : Encoding.ASCII.GetBytes(Mail.Text + new string('\n', n))), "signed-data")));

    private static byte[] Message(string what, int n) => Mail.Bytes(what switch
    {
        "from" => Mail.Header(Repeated("a@example.com, ", n) + "alice@example.com") + Mail.ClearSigned(Mail.Text),
        "from-with-shown-addresses" => Mail.Header(Repeated("\"b@example.com\" <a@example.com>, ", n) + "alice@example.com") + Mail.ClearSigned(Mail.Text),
        "protected-from" => Mail.Header(Numbered(n)) + Mail.ClearSigned($"From: {Numbered(n, true)}\r\nContent-Type: text/plain; hp=\"clear\"\r\n\r\nHello\r\n"),
        "protected-fields" => Mail.Header(more: Repeated("X-A: b\r\n", n)) + Mail.ClearSigned(Repeated("Cc: a\r\n", n) + "Content-Type: text/plain; hp=\"clear\"\r\n\r\nHello\r\n"),
        "sent-outside" => Mail.Header(more: Repeated("X-A: b\r\n", n) + "Cc: z\r\n") + Mail.ClearSigned(Repeated("HP-Outer: Cc: a\r\n", n) + "Content-Type: text/plain; hp=\"clear\"\r\n\r\nHello\r\n"),
        "outer-fields" => Mail.Header(more: Repeated("A:\r\n", n)) + Mail.ClearSigned(Repeated("B:\r\n", n) + "Content-Type: text/plain; hp=\"clear\"\r\n\r\nHello\r\n"),
        "encoded-words" => Mail.Header(Repeated("=?utf-8?q?a?= ", n) + "<alice@example.com>", subject: Repeated("=?utf-8?q?a?= ", n)) + Mail.ClearSigned(Mail.Text),
        "content-type" => Mail.Header() + Mail.ClearSigned(Mail.Text).Replace("micalg=", Repeated("x=y; ", n) + "micalg=", StringComparison.Ordinal),
        "content-type-continued" => Mail.Header() + Mail.ClearSigned(Mail.Text).Replace("micalg=", string.Concat(Enumerable.Range(0, n).Select(i => $"x*{i}=y; ")) + "micalg=", StringComparison.Ordinal),
        "comments" => Mail.Header(new string('(', n) + "alice@example.com") + $"Content-Type: {new string('(', n)}text/plain\r\nX: y\r\n\r\n" + Mail.Text,
        "date" => Mail.Header().Replace("Date: ", "Date: " + Repeated("1 ", n), StringComparison.Ordinal) + Mail.ClearSigned(Mail.Text),
        "dashes" => Mail.Header() + Mail.ClearSigned(Mail.Text + Repeated("\n--", n)),
        "dashes-in-nested-parts" => Mail.Header() + Nested(20) + Repeated("\n--n", n),
        _ => Mail.Header() + Mail.ClearSigned(Mail.Text + new string('\r', n)),
    });

    private static void Linear(int count, Func<int, byte[]> message)
    {
        (byte[] one, byte[] two) = (message(count), message(2 * count));
        Open(one);
        TimeSpan single = WorkMeter.Least(3, () => Open(one));
        TimeSpan twice = WorkMeter.Least(3, () => Open(two));
        Assert.True(twice < s_most, $"{twice.TotalMilliseconds:F0} ms for {two.Length:N0} bytes");
        Assert.True(twice < (3 * single) + TimeSpan.FromMilliseconds(30), $"{single.TotalMilliseconds:F0} ms, and twice as much {twice.TotalMilliseconds:F0} ms");
    }

    private static void Open(byte[] message)
    {
        Opening opening = new();
        try
        {
            new MessageOpener(opening.Keys, opening.Directory, opening.Paths).Open(
                new MemoryStream(message), Stream.Null, new OpenOptions(Opening.Now, opening.Policy), TestContext.Current.CancellationToken);
        }
        catch (RefusalException)
        {
            // In good order.
        }
    }

    private static string Repeated(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static string Numbered(int count, bool reversed = false)
    {
        IEnumerable<int> numbers = Enumerable.Range(0, count);
        return string.Join(", ", (reversed ? numbers.Reverse() : numbers).Select(i => $"a{i}@example.com"));
    }

    private static string Nested(int depth) =>
        string.Concat(Enumerable.Range(0, depth).Select(i => $"Content-Type: multipart/mixed; boundary=n{i}\r\n\r\n--n{i}\r\n"));
}
