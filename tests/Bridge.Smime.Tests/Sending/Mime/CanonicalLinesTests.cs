using System.Text;
using Bridge.Smime.Cms.Writing;
using Bridge.Smime.Sending.Mime;

namespace Bridge.Smime.Tests.Sending.Mime;

public sealed class CanonicalLinesTests
{
    private const string Line = "All work and no play makes Jack a dull boy.";

    [Theory]
    [InlineData("\n", 1)]
    [InlineData("\r\n", 0)]
    [InlineData("\r", 2)]
    [InlineData("\0", 2)]
    [InlineData("\u00e4", 2)]
    [InlineData("\r\r\n", 2)]
    [InlineData("\n\r\n", 1)]
    [InlineData("\n\u00e4", 3)]
    public void A_flaw_is_seen_wherever_it_stands(string flaw, int expected)
    {
        for (int before = 0; before < 100; before++)
        {
            byte[] window = Encoding.Latin1.GetBytes(new string('a', before) + flaw + new string('b', 99 - before));

            Assert.Equal((LineFlaws)expected, CanonicalLines.Inspect(window));
        }
    }

    [Fact]
    public void A_return_that_ends_the_bytes_is_a_flaw() => Assert.Equal(LineFlaws.NotSevenBit, CanonicalLines.Inspect("text\r"u8));

    [Theory]
    [InlineData(998, 0)]
    [InlineData(999, 2)]
    public void Lines_longer_than_mail_allows_are_seen(int length, int expected)
    {
        string lines = string.Concat(Enumerable.Repeat(Line + "\r\n", 50));
        byte[] window = Encoding.ASCII.GetBytes(lines + new string('x', length) + "\r\n" + lines);

        Assert.Equal((LineFlaws)expected, CanonicalLines.Inspect(window));
    }

    // Longer than the block that repairs go through: every place in a line comes to stand at its end once.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(40)]
    public void Bare_line_feeds_are_repaired_and_good_line_ends_stay(int shift)
    {
        string text = new string('s', shift) + "\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => Line[..(i % Line.Length)] + (i % 3 == 0 ? "\r\n" : "\n")));

        string repaired = Encoding.ASCII.GetString(CanonicalLines.Canonical(Encoding.ASCII.GetBytes(text)));

        Assert.Equal(text.ReplaceLineEndings("\r\n"), repaired);
    }

    [Fact]
    public void What_has_no_bare_line_feed_is_passed_on_as_it_is()
    {
        using MemorySink sink = new();
        CanonicalLines.WriteCanonical("one\r\ntwo"u8, LineFlaws.None, sink);

        Assert.Equal("one\r\ntwo"u8, sink.ToArray());
    }
}
