using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Reading;
using Bridge.Smime.Streams;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Tests.Reading;

/// <summary>Through a pipe nothing can be called back: plaintext that nothing authenticates goes out when its end held, or not at all.</summary>
public class HeldOutputTests
{
    private static readonly string s_text = "Content-Type: text/plain\r\n\r\n" + new string('x', 200_000) + "\r\n";
    private static readonly Limits s_small = new() { HeldBytes = 100_000 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Damaged_content_does_not_go_out(bool small)
    {
        foreach (string inner in new[] { s_text, Mail.ClearSigned(s_text), Mail.Opaque(s_text), Mail.Compressed(s_text) })
        {
            (MessageReport report, byte[] output) = Open(Message(inner, damaged: true), small, seekable: true);

            Assert.Equal((Seal.CannotDecrypt, EncryptionStatus.Damaged), (report.Seal, report.Encryption.Status));
            Assert.Empty(output);
            Assert.Empty(Open(Message(inner, damaged: true), small, seekable: false).Output);
        }
    }

    [Fact]
    public void The_report_tells_nothing_of_damaged_content_either()
    {
        string inner = "Subject: inner secret\r\nContent-Type: text/plain; hp=\"cipher\"\r\n\r\n" + new string('x', 1000);
        (MessageReport report, _) = Open(Message(inner, damaged: true), small: false, seekable: true);

        Assert.Empty(report.Headers.Protected);
        Assert.DoesNotContain(report.Findings, f => f.Parameters.Values.Any(v => v.Contains("secret", StringComparison.Ordinal)));
        Assert.Equal("inner secret", Open(Message(inner, damaged: false), small: false, seekable: true).Report.Headers.Protected["Subject"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whole_content_goes_out_unchanged_from_memory_or_by_a_second_reading(bool small)
    {
        foreach (string inner in new[] { s_text, Mail.ClearSigned(s_text), Mail.Enveloped(Mail.Opaque(s_text)) })
        {
            byte[] message = Message(inner, damaged: false);
            Opened usual = new Opening().With(Opening.Bob).Open(message);
            (MessageReport report, byte[] output) = Open(message, small, seekable: true);

            Assert.Equal(usual.Bytes, output);
            Assert.Equal((usual.Report.Seal, usual.Report.Learned.Count), (report.Seal, report.Learned.Count));
        }
    }

    [Fact]
    public void More_than_may_be_held_from_a_pipe_is_refused_and_nothing_of_it_goes_out()
    {
        using MemoryStream output = new();
        RefusalException refusal = Assert.Throws<RefusalException>(() => Open(Message(s_text, damaged: false), small: true, seekable: false, output));

        Assert.Equal(("limit-exceeded", "held-bytes"), (refusal.Code, refusal.Parameters["limit"]));
        Assert.Contains("file", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, output.Length);
    }

    [Theory]
    [InlineData("AES-256-GCM")]
    [InlineData("")]
    public void What_is_authenticated_or_not_encrypted_is_not_held(string algorithm)
    {
        string body = algorithm.Length == 0 ? Mail.ClearSigned(s_text) : Mail.Enveloped(s_text, algorithm);
        (MessageReport report, byte[] output) = Open(Mail.Bytes(Mail.Header() + body), small: true, seekable: false);

        Assert.NotEqual(Seal.CannotDecrypt, report.Seal);
        Assert.True(output.Length > s_small.HeldBytes);
    }

    [Fact]
    public void A_bare_object_and_its_content_are_read_twice_too()
    {
        byte[] cms = CmsForge.Encrypt(Mail.Bytes(s_text), "AES-128-CBC", Opening.Bob);
        using MemoryStream output = new();
        Opening opening = new Opening().With(Opening.Bob);
        new MessageOpener(opening.Keys, opening.Directory, opening.Paths).OpenCms(
            new MemoryStream(cms), null, new Pipe(output), Options(small: true), TestContext.Current.CancellationToken);

        Assert.Equal(Mail.Bytes(s_text), output.ToArray());
    }

    private static byte[] Message(string inner, bool damaged)
    {
        byte[] cms = CmsForge.Encrypt(Mail.Bytes(inner), "AES-256-CBC", Opening.Bob);
        if (damaged)
        {
            CmsForge.BreakPadding(cms);
        }

        return Mail.Bytes(Mail.Header() + Mail.Cms(cms, "enveloped-data"));
    }

    private static (MessageReport Report, byte[] Output) Open(byte[] message, bool small, bool seekable)
    {
        using MemoryStream output = new();
        return (Open(message, small, seekable, output), output.ToArray());
    }

    private static MessageReport Open(byte[] message, bool small, bool seekable, MemoryStream output)
    {
        Opening opening = new Opening().With(Opening.Bob);
        Stream input = seekable ? new MemoryStream(message) : new LimitedStream(new MemoryStream(message), long.MaxValue, "", default);
        return new MessageOpener(opening.Keys, opening.Directory, opening.Paths, opening.Log).Open(
            input, new Pipe(output), Options(small), TestContext.Current.CancellationToken);
    }

    private static OpenOptions Options(bool small) =>
        new(Opening.Now, small ? new SmimePolicy { Limits = s_small } : SmimePolicy.Default, HoldBack: true);

    private sealed class Pipe(Stream output) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => output.Write(buffer, offset, count);

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
