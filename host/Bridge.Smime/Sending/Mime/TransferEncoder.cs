using System.Buffers;
using Bridge.Smime.Cms.Writing;
using MimeKit;

namespace Bridge.Smime.Sending.Mime;

/// <summary>Content-transfer-encodings for parts that were not 7-bit (RFC 2045 section 6).</summary>
internal static class TransferEncoder
{
    private const int LineCharacters = 76;

    /// <summary>The encoding that keeps text legible and other content short.</summary>
    /// <param name="type">The part's type.</param>
    /// <param name="body">Its decoded content.</param>
    public static string Choose(ContentType type, ReadOnlySpan<byte> body)
    {
        bool text = type.MediaType.Equals("text", StringComparison.OrdinalIgnoreCase);
        if (text && CanonicalLines.Inspect(body) == LineFlaws.None)
        {
            return "7bit";
        }

        int high = 0;
        foreach (byte b in body)
        {
            high += b is 0 or > 127 ? 1 : 0;
        }

        // Quoted-printable spends two more characters on each such byte, base64 a third on all.
        return text && high * 6 <= body.Length ? "quoted-printable" : "base64";
    }

    public static void Write(string encoding, ReadOnlySpan<byte> body, ByteSink sink)
    {
        switch (encoding)
        {
            case "base64":
                WriteBase64(body, sink);
                break;
            case "quoted-printable":
                sink.Write(QuotedPrintable.Encode(body));
                break;
            default:
                sink.Write(body);
                break;
        }
    }

    /// <summary>Writes encoded lines so that they are 7-bit and short, without a change to what they decode to.</summary>
    public static void Repair(string encoding, ReadOnlySpan<byte> lines, ByteSink sink)
    {
        if (encoding == "base64")
        {
            RepairBase64(lines, sink);
        }
        else
        {
            sink.Write(QuotedPrintable.Repair(lines));
        }
    }

    private static void WriteBase64(ReadOnlySpan<byte> body, ByteSink sink)
    {
        using Base64LineSink encoder = new(sink);
        encoder.Write(body);
        encoder.Complete();
    }

    // Decoders skip everything outside the alphabet (RFC 2045 section 6.8), so leaving it out changes nothing.
    private static void RepairBase64(ReadOnlySpan<byte> lines, ByteSink sink)
    {
        ArrayBufferWriter<byte> output = new(lines.Length + (lines.Length / 32) + 2);
        int column = 0;
        foreach (byte b in lines)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'+' or (byte)'/' or (byte)'='))
            {
                continue;
            }

            output.Write([b]);
            if (++column == LineCharacters)
            {
                output.Write("\r\n"u8);
                column = 0;
            }
        }

        output.Write(column > 0 ? "\r\n"u8 : []);
        sink.Write(output.WrittenSpan);
    }
}
