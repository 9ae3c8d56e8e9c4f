using System.Text;
using Bridge.Smime.Reading.Mime;
using MimeKit.Encodings;

namespace Bridge.Smime.Reading;

/// <summary>
/// Takes out the copy of protected header fields that a sender put into the text for clients without header protection
/// (RFC 9788 section 4.5.3).
/// </summary>
internal static class LegacyDisplay
{
    // A legacy display element stands in front of text written by a person.
    private const int LargestPart = 8 << 20;

    private static readonly byte[][] s_divisions =
        [.. new[] { "<div class=\"header-protection-legacy-display\"", "<div class='header-protection-legacy-display'", "<div class=header-protection-legacy-display" }.Select(Encoding.ASCII.GetBytes)];

    public static bool Marks(HeaderBlock header) =>
        header.Parameter("hp-legacy-display") == "1" && header.MediaType is ("text/plain" or "text/html");

    /// <summary>Whether a part is nothing but such a copy, as <c>protected-headers="v1"</c> had it before RFC 9788.</summary>
    public static bool IsPart(HeaderBlock part) =>
        part.MediaType is ("text/plain" or "text/rfc822-headers")
        && !part.IsAttachment
        && string.Equals(part.Parameter("protected-headers"), "v1", StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes the part's body without the element to the scanner's output, in the same transfer encoding.</summary>
    public static void Remove(MimeScanner scanner, HeaderBlock header)
    {
        if (scanner.Output is not { } output)
        {
            return;
        }

        scanner.Output = null;
        using MemoryStream raw = new();
        int count;
        while (raw.Length <= LargestPart && (count = scanner.Available()) > 0)
        {
            raw.Write(scanner.Peek(count));
            scanner.Take(count);
        }

        Write(output, raw.ToArray(), header);
        scanner.Output = output;
    }

    private static void Write(Stream output, byte[] raw, HeaderBlock header)
    {
        if (raw.Length > LargestPart)
        {
            output.Write(raw);
            return;
        }

        using MemoryStream decoded = new();
        TransferEncodings.Decode(new MemoryStream(raw), header.TransferEncoding).CopyTo(decoded);
        byte[] text = decoded.ToArray();
        byte[] kept = header.MediaType == "text/html" ? WithoutDivision(text) : WithoutLines(text);
        if (kept.Length == text.Length)
        {
            output.Write(raw);
            return;
        }

        output.Write(Encode(kept, header.TransferEncoding.Trim()));
    }

    // The element is everything up to and with the first empty line.
    private static byte[] WithoutLines(byte[] text)
    {
        int at = 0;
        while (at < text.Length)
        {
            int newline = text.AsSpan(at).IndexOf((byte)'\n');
            if (newline < 0)
            {
                return text;
            }

            if (text.AsSpan(at, newline).Trim(" \t\r"u8).IsEmpty)
            {
                return text[(at + newline + 1)..];
            }

            at += newline + 1;
        }

        return text;
    }

    private static byte[] WithoutDivision(byte[] html)
    {
        int start = s_divisions.Select(d => html.AsSpan().IndexOf(d)).Where(i => i >= 0).DefaultIfEmpty(-1).Min();
        if (start < 0)
        {
            return html;
        }

        int end = html.AsSpan(start).IndexOf("</div>"u8);
        return end < 0 ? html : [.. html[..start], .. html[(start + end + "</div>".Length)..]];
    }

    private static byte[] Encode(byte[] text, string encoding)
    {
        IMimeEncoder? encoder = encoding switch
        {
            "base64" => new Base64Encoder(),
            "quoted-printable" => new QuotedPrintableEncoder(),
            _ => null,
        };
        if (encoder is null)
        {
            return text;
        }

        byte[] encoded = new byte[encoder.EstimateOutputLength(text.Length)];
        int length = encoder.Flush(text, 0, text.Length, encoded);
        return encoded[..length];
    }
}
