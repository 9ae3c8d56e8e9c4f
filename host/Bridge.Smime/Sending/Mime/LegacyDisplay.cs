using System.Text;
using MimeKit;
using MimeKit.Encodings;

namespace Bridge.Smime.Sending.Mime;

/// <summary>
/// The legacy display element (RFC 9788 section 5.2.2 and 5.2.3): header fields that are hidden outside, shown at the top
/// of the text for readers that do not know protected header fields.
/// </summary>
/// <param name="fields">Field names with their decoded values; never empty.</param>
internal sealed class LegacyDisplay(IReadOnlyList<(string Name, string Value)> fields)
{
    private const string Parameter = "hp-legacy-display";

    static LegacyDisplay() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Whether such an element may go into this main body part.</summary>
    public static bool Fits(PartHeader header) =>
        (header.Type.IsMimeType("text", "plain") || header.Type.IsMimeType("text", "html"))
        && !header.IsAttachment
        && !header.Type.Parameters.Contains(Parameter)
        && CharsetOf(header) is { IsSingleByte: true } or UTF8Encoding;

    /// <summary>
    /// The decoded body with the element in it, canonical lines; the header is marked. Null, and nothing changed, when the
    /// part's character set cannot say the values.
    /// </summary>
    public byte[]? Apply(PartHeader header, ReadOnlySpan<byte> body)
    {
        bool html = header.Type.IsMimeType("text", "html");
        if (Encode(html ? Html() : Plain(), header) is not { } element)
        {
            return null;
        }

        byte[] text = CanonicalLines.Canonical(Decode(header.TransferEncoding, body));
        int at = html ? AfterBodyTag(text) : 0;
        header.SetTypeParameter(Parameter, "1");
        return [.. text.AsSpan(0, at), .. element, .. text.AsSpan(at)];
    }

    private string Plain() => string.Concat(fields.Select(f => $"{f.Name}: {f.Value}\r\n")) + "\r\n";

    private string Html()
    {
        string lines = string.Join("\r\n", fields.Select(f => $"{f.Name}: {f.Value}"));
        string escaped = lines.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
        return $"<div class=\"header-protection-legacy-display\">\r\n<pre>{escaped}</pre></div>\r\n";
    }

    private static byte[]? Encode(string element, PartHeader header)
    {
        Encoding charset = CharsetOf(header)!;
        try
        {
            byte[] encoded = Encoding.GetEncoding(charset.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ReplacementFallback)
                .GetBytes(element);
            if (!Ascii.IsValid(encoded) && charset is UTF8Encoding && IsAscii(header))
            {
                // ASCII is UTF-8 as it stands.
                header.SetTypeParameter("charset", "utf-8");
            }

            return encoded;
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }

    private static bool IsAscii(PartHeader header) =>
        header.Type.Charset is null || header.Type.Charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase);

    private static Encoding? CharsetOf(PartHeader header)
    {
        if (IsAscii(header))
        {
            return Encoding.UTF8;
        }

        try
        {
            return Encoding.GetEncoding(header.Type.Charset!);
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    private static byte[] Decode(string transferEncoding, ReadOnlySpan<byte> body)
    {
        IMimeDecoder? decoder = transferEncoding switch
        {
            "base64" => new Base64Decoder(),
            "quoted-printable" => new QuotedPrintableDecoder(),
            _ => null,
        };
        if (decoder is null)
        {
            return body.ToArray();
        }

        byte[] input = body.ToArray();
        byte[] output = new byte[decoder.EstimateOutputLength(input.Length)];
        return output[..decoder.Decode(input, 0, input.Length, output)];
    }

    // A search for tags, not a parse: a browser shows an element before the body's text wherever it lands among these.
    private static int AfterBodyTag(byte[] html)
    {
        string text = Encoding.Latin1.GetString(html);
        foreach (string tag in (string[])["<body", "</head", "<html", "<!doctype"])
        {
            int start = text.IndexOf(tag, StringComparison.OrdinalIgnoreCase);
            int end = start < 0 ? -1 : text.IndexOf('>', start);
            if (end >= 0)
            {
                return end + 1;
            }
        }

        return 0;
    }
}
