using System.Buffers;

namespace Bridge.Smime.Sending.Mime;

/// <summary>Quoted-printable (RFC 2045 section 6.7) in lines of at most 76 characters.</summary>
internal static class QuotedPrintable
{
    private const int LineCharacters = 76;

    /// <summary>Encodes text in canonical lines. A dot or "From " at a line's start is encoded, so that no mail system touches it.</summary>
    public static ReadOnlySpan<byte> Encode(ReadOnlySpan<byte> text)
    {
        ArrayBufferWriter<byte> output = new(text.Length + (text.Length / 8) + 16);
        while (!text.IsEmpty)
        {
            int end = text.IndexOf("\r\n"u8);
            EncodeLine(end < 0 ? text : text[..end], output);
            output.Write(end < 0 ? [] : "\r\n"u8);
            text = end < 0 ? [] : text[(end + 2)..];
        }

        return output.WrittenSpan;
    }

    /// <summary>Makes what is already quoted-printable 7-bit and breaks its long lines.</summary>
    public static ReadOnlySpan<byte> Repair(ReadOnlySpan<byte> lines)
    {
        ArrayBufferWriter<byte> output = new(lines.Length * 2);
        while (!lines.IsEmpty)
        {
            int feed = lines.IndexOf((byte)'\n');
            RepairLine((feed < 0 ? lines : lines[..feed]).TrimEnd((byte)'\r'), output);
            output.Write(feed < 0 ? [] : "\r\n"u8);
            lines = feed < 0 ? [] : lines[(feed + 1)..];
        }

        return output.WrittenSpan;
    }

    private static void EncodeLine(ReadOnlySpan<byte> line, ArrayBufferWriter<byte> output)
    {
        bool mangled = line.StartsWith("From "u8) || line.StartsWith("."u8);
        int column = 0;
        for (int i = 0; i < line.Length; i++)
        {
            byte b = line[i];
            bool last = i == line.Length - 1;
            bool literal = (b is >= 33 and <= 126 && b != '=') || (b is (byte)' ' or (byte)'\t' && !last);
            column = Put(b, literal && !(i == 0 && mangled), column, last, output);
        }
    }

    private static void RepairLine(ReadOnlySpan<byte> line, ArrayBufferWriter<byte> output)
    {
        int column = 0;
        for (int i = 0; i < line.Length; i++)
        {
            // An escape stays together.
            if (line[i] == '=' && i + 2 < line.Length && column + 3 > LineCharacters - 1)
            {
                output.Write("=\r\n"u8);
                column = 0;
            }

            bool inEscape = (i > 0 && line[i - 1] == '=') || (i > 1 && line[i - 2] == '=');
            bool last = i == line.Length - 1 || inEscape;
            column = Put(line[i], line[i] is >= 32 and <= 126 or (byte)'\t', column, last, output);
        }
    }

    private static int Put(byte b, bool literal, int column, bool last, ArrayBufferWriter<byte> output)
    {
        int width = literal ? 1 : 3;
        if (column + width > (last ? LineCharacters : LineCharacters - 1))
        {
            output.Write("=\r\n"u8);
            column = 0;
        }

        if (literal)
        {
            output.Write([b]);
        }
        else
        {
            output.Write([(byte)'=', Hex(b >> 4), Hex(b & 15)]);
        }

        return column + width;
    }

    private static byte Hex(int digit) => (byte)"0123456789ABCDEF"[digit];
}
