using System.Text;
using Bridge.Smime.Reading.Mime;
using Bridge.Smime.Streams;

namespace Bridge.Smime.Tests.Reading;

public class MimeScannerTests
{
    [Theory]
    [InlineData("one\r\n--b\r\nrest", "one")]
    [InlineData("one\n--b\nrest", "one")]
    [InlineData("--b\r\nrest", "")]
    [InlineData("\r\n--b\r\nrest", "")]
    [InlineData("one\r\n\r\n--b  \t\r\nrest", "one\r\n")]
    [InlineData("one\r\n--bb\r\n--b--x\r\n --b\r\nx--b\r\n--b\r\n", "one\r\n--bb\r\n--b--x\r\n --b\r\nx--b")]
    [InlineData("no delimiter\r\n--", "no delimiter\r\n--")]
    [InlineData("end\r\n--b--", "end")]
    public void Content_ends_before_the_line_end_of_its_delimiter(string text, string content)
    {
        // One byte a read and all at once must agree.
        foreach (int step in new[] { 1, 2, 3, 7, 100_000 })
        {
            MimeScanner scanner = new(new Steps(Encoding.ASCII.GetBytes(text), step));
            scanner.Push("b");

            Assert.Equal(content, Read(scanner));
        }
    }

    [Fact]
    public void The_innermost_multipart_wins_and_an_outer_delimiter_ends_all_inside()
    {
        MimeScanner scanner = new(new MemoryStream("a\r\n--out\r\n--in\r\nb\r\n--out--\r\n"u8.ToArray()));
        int outer = scanner.Push("out");
        Assert.Equal("a", Read(scanner));
        Assert.Equal((outer, false), (scanner.Delimiter!.Level, scanner.TakeDelimiter().Close));
        int inner = scanner.Push("in");
        Assert.Equal("", Read(scanner));
        Assert.Equal(inner, scanner.TakeDelimiter().Level);
        Assert.Equal("b", Read(scanner));
        Assert.Equal(outer, scanner.Delimiter!.Level);
        scanner.Pop(inner);
        Assert.True(scanner.TakeDelimiter().Close);
    }

    [Fact]
    public void What_is_taken_goes_out_byte_for_byte()
    {
        string text = "preamble\r\n--b\r\nA: 1\r\n\r\nbody\r\n--b--\r\nepilogue\r\n";
        using MemoryStream output = new();
        MimeScanner scanner = new(new Steps(Encoding.ASCII.GetBytes(text), 5)) { Output = output };
        int level = scanner.Push("b");
        scanner.Drain();
        scanner.TakeDelimiter();
        Assert.Equal("1", HeaderBlock.Read(scanner).First("a")!.Value);
        scanner.Drain();
        scanner.TakeDelimiter();
        scanner.Pop(level);
        scanner.Drain();

        Assert.Equal(text, Encoding.ASCII.GetString(output.ToArray()));
    }

    [Theory]
    [InlineData("\n--")]
    [InlineData("\n--b")]
    [InlineData("\r\n--bx")]
    [InlineData("A:\n")]
    public void Hostile_repetition_costs_linear_time(string unit)
    {
        byte[] hostile = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(unit, (4 << 20) / unit.Length)));
        MimeScanner scanner = new(new MemoryStream(hostile));
        scanner.Push("b");
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        while (scanner.Available() > 0 || scanner.Delimiter is not null)
        {
            if (scanner.Delimiter is not null)
            {
                scanner.TakeDelimiter();
            }
            else
            {
                scanner.Take(Math.Min(scanner.Available(), 3));
            }
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }

    [Theory]
    [InlineData("SGVsbG8=", "Hello")]
    [InlineData("SGVs\r\nbG8=\r\n", "Hello")]
    [InlineData("SGVsbG8", "Hello")]
    [InlineData(" S G V s\tbG8= trailing", "Hello")]
    [InlineData("SGVs!!bG8h", "Hello!")]
    [InlineData("SGVsbG9=", "Hello")]
    [InlineData("", "")]
    [InlineData("S", "")]
    [InlineData("====", "")]
    public void Base64_is_read_as_mail_carries_it(string encoded, string expected)
    {
        foreach (int step in new[] { 1, 3, 1000 })
        {
            using MemoryStream decoded = new();
            new Base64Stream(new Steps(Encoding.ASCII.GetBytes(encoded), step)).CopyTo(decoded);
            Assert.Equal(expected, Encoding.ASCII.GetString(decoded.ToArray()));
        }
    }

    private static string Read(MimeScanner scanner)
    {
        using StreamReader reader = new(scanner.OpenBody(), Encoding.ASCII);
        return reader.ReadToEnd();
    }

    /// <summary>Gives a few bytes a read.</summary>
    private sealed class Steps(byte[] bytes, int step) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = Math.Min(Math.Min(count, step), bytes.Length - _at);
            bytes.AsSpan(_at, read).CopyTo(buffer.AsSpan(offset));
            _at += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
