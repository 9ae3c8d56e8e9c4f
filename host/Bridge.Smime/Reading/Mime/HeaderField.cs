using System.Text;
using MimeKit.Utils;

namespace Bridge.Smime.Reading.Mime;

/// <summary>One header field exactly as received.</summary>
/// <param name="Name">As written, without the colon.</param>
/// <param name="Raw">The whole field with its line ends.</param>
internal sealed record HeaderField(string Name, ReadOnlyMemory<byte> Raw)
{
    /// <summary>Value with folding undone, not decoded.</summary>
    public string Value => Text(Body());

    /// <summary>Value for people: unfolded, encoded words decoded, trimmed.</summary>
    public string Decoded => Rfc2047.DecodeText(Body()).Trim();

    public bool Is(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it describes the MIME entity and not the message.</summary>
    public bool DescribesEntity => Name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) || Is("MIME-Version");

    private byte[] Body()
    {
        ReadOnlySpan<byte> raw = Raw.Span[(Raw.Span.IndexOf((byte)':') + 1)..];
        byte[] body = new byte[raw.Length];
        int length = 0;
        foreach (byte octet in raw)
        {
            if (octet is not ((byte)'\r' or (byte)'\n'))
            {
                body[length++] = octet;
            }
        }

        return body[..length];
    }

    private static string Text(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).Trim();
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes).Trim();
        }
    }
}
