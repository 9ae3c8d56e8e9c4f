using System.Text;
using MimeKit;

namespace Bridge.Smime.Sending.Mime;

/// <summary>One header field, kept as it came.</summary>
/// <param name="Name">Field name as written; empty for a line that is no field.</param>
/// <param name="Raw">The whole field with name, colon and folding; lines end with CRLF.</param>
internal sealed record HeaderField(string Name, byte[] Raw)
{
    private static readonly FormatOptions s_format = CrLf();

    /// <summary>The field's body, unfolded, not decoded.</summary>
    public string Value
    {
        get
        {
            string text = Encoding.UTF8.GetString(Body);
            return text.Replace("\r\n", "", StringComparison.Ordinal).Trim(' ', '\t');
        }
    }

    /// <summary>The field's body with RFC 2047 words decoded.</summary>
    public string DecodedValue => MimeKit.Utils.Rfc2047.DecodeText(Encoding.UTF8.GetBytes(Value)).Trim();

    /// <summary>Everything behind the colon, folding and last CRLF included.</summary>
    public ReadOnlySpan<byte> Body => Raw.AsSpan(Name.Length == 0 ? 0 : Raw.IndexOf((byte)':') + 1);

    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>A field from a value that is already fit for a header: ASCII, folded where needed.</summary>
    public static HeaderField Of(string name, string value) => new(name, Encoding.ASCII.GetBytes($"{name}: {value}\r\n"));

    /// <summary>
    /// This field; or, when it has bytes that do not belong in a 7-bit header or lines that are too long, its RFC 2047 / 2231
    /// form. In a line that is no field such bytes become question marks.
    /// </summary>
    public HeaderField AsSevenBit()
    {
        if (CanonicalLines.Inspect(Raw) == LineFlaws.None)
        {
            return this;
        }

        if (Name.Length == 0)
        {
            return this with { Raw = [.. Raw.Select((b, i) => IsOdd(b, i) ? (byte)'?' : b)] };
        }

        string value = new([.. Value.Where(c => !char.IsControl(c) || c == '\t')]);
        byte[] body = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(Encode(value)).ReplaceLineEndings("\r\n"));
        return new HeaderField(Name, [.. Encoding.ASCII.GetBytes(Name), (byte)':', .. body]);
    }

    /// <summary>The same field with a parameter added at the end, everything before it untouched.</summary>
    public HeaderField WithParameter(string name, string value)
    {
        string body = Encoding.Latin1.GetString(Body).TrimEnd('\r', '\n', ' ', '\t', ';');
        return new HeaderField(Name, Encoding.Latin1.GetBytes($"{Name}:{body};\r\n {name}=\"{value}\"\r\n"));
    }

    public static HeaderField OfContentType(ContentType type) =>
        new("Content-Type", Encoding.ASCII.GetBytes(type.ToString(s_format, Encoding.UTF8, encode: true).TrimEnd() + "\r\n"));

    private byte[] Encode(string value)
    {
        try
        {
            return new Header(Encoding.UTF8, Name, value).RawValue;
        }
        catch (ParseException)
        {
            // A structured field that nobody can take apart goes on as text.
            return new Header(Encoding.UTF8, "Subject", value).RawValue;
        }
    }

    private bool IsOdd(byte b, int at) => b is 0 or > 127 || (b == '\r' && Raw[at + 1] != '\n');

    private static FormatOptions CrLf()
    {
        FormatOptions options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        return options;
    }
}
