using Bridge.Smime.Errors;
using MimeKit;

namespace Bridge.Smime.Reading.Mime;

/// <summary>The header of a message or part: its fields, and the raw bytes with the empty line that ends it.</summary>
internal sealed class HeaderBlock
{
    /// <summary>Most bytes that a header may have.</summary>
    public const int LongestHeader = 1 << 20;

    // A header may have a hundred thousand fields: each name is looked up once.
    private readonly ILookup<string, HeaderField> _byName;

    private HeaderBlock(byte[] raw, List<HeaderField> fields, bool anomalous)
    {
        Raw = raw;
        Fields = fields;
        _byName = fields.ToLookup(f => f.Name, StringComparer.OrdinalIgnoreCase);
        Anomalous = anomalous;
        ContentType = ParseContentType();
    }

    public ReadOnlyMemory<byte> Raw { get; }

    public IReadOnlyList<HeaderField> Fields { get; }

    /// <summary>Whether it has lines or bytes that no header should have: two readers may read it differently.</summary>
    public bool Anomalous { get; }

    /// <summary>Whether the content does not begin like a MIME entity at all.</summary>
    public bool Missing => Raw.IsEmpty;

    /// <summary>Null when absent or unreadable: text/plain then.</summary>
    public ContentType? ContentType { get; }

    public string MediaType => ContentType?.MimeType.ToLowerInvariant() ?? "text/plain";

    public string? Boundary => ContentType?.Boundary is { Length: > 0 and < MimeScanner.LongestBoundary } boundary ? boundary : null;

    /// <summary>File name of the content disposition or the content type; empty when there is none.</summary>
    public string FileName
    {
        get
        {
            string? name = First("Content-Disposition") is { } written && ContentDisposition.TryParse(written.Value, out ContentDisposition? disposition)
                ? disposition.FileName
                : null;
            return name ?? ContentType?.Name ?? "";
        }
    }

    public bool IsAttachment =>
        First("Content-Disposition")?.Value.StartsWith("attachment", StringComparison.OrdinalIgnoreCase) == true;

    public string TransferEncoding => First("Content-Transfer-Encoding")?.Value.ToLowerInvariant() ?? "";

    public HeaderField? First(string name) => _byName[name].FirstOrDefault();

    public int Count(string name) => _byName[name].Count();

    public string? Parameter(string name) => ContentType?.Parameters[name];

    /// <summary>Reads a header up to and with its empty line. Content that does not begin like one has an empty header.</summary>
    /// <exception cref="RefusalException"><c>limit-exceeded</c>.</exception>
    public static HeaderBlock Read(MimeScanner scanner)
    {
        if (!scanner.LooksLikeHeader())
        {
            return new HeaderBlock([], [], anomalous: false);
        }

        return Parse(ReadRaw(scanner));
    }

    public static HeaderBlock Parse(byte[] raw)
    {
        List<HeaderField> fields = [];
        bool anomalous = raw.AsSpan().Contains((byte)0);
        int at = 0;
        while (at < raw.Length)
        {
            int end = FieldEnd(raw, at);
            ReadOnlySpan<byte> line = raw.AsSpan(at, end - at);
            int colon = line.IndexOf((byte)':');
            if (colon > 0 && line[..colon].TrimEnd(" \t"u8).IndexOfAnyExceptInRange((byte)33, (byte)126) < 0)
            {
                fields.Add(new HeaderField(System.Text.Encoding.ASCII.GetString(line[..colon].TrimEnd(" \t"u8)), raw.AsMemory(at, end - at)));
                anomalous |= HasBareReturn(line);
            }
            else if (!line.TrimEnd("\r\n"u8).IsEmpty && !(at == 0 && IsMailboxLine(line)))
            {
                anomalous = true;
            }

            at = end;
        }

        return new HeaderBlock(raw, fields, anomalous);
    }

    // What separates messages in a mailbox file is left standing by some programs; anywhere else it may end a message.
    private static bool IsMailboxLine(ReadOnlySpan<byte> line) => line.StartsWith("From "u8) || line.StartsWith(">From "u8);

    private static byte[] ReadRaw(MimeScanner scanner)
    {
        using MemoryStream raw = new();
        bool lineEmpty = true;
        int count;
        while ((count = scanner.Available()) > 0)
        {
            ReadOnlySpan<byte> window = scanner.Peek(count);
            int newline = window.IndexOf((byte)'\n');
            int take = newline < 0 ? count : newline + 1;
            bool blank = lineEmpty && window[..take].TrimEnd("\r\n"u8).IsEmpty;
            raw.Write(window[..take]);
            scanner.Take(take);
            if (raw.Length > LongestHeader)
            {
                throw Refusals.LimitExceeded("header-bytes");
            }

            if (newline >= 0 && blank)
            {
                break;
            }

            lineEmpty = newline >= 0 || blank;
        }

        return raw.ToArray();
    }

    private static int FieldEnd(byte[] raw, int at)
    {
        int end = at;
        do
        {
            int newline = raw.AsSpan(end).IndexOf((byte)'\n');
            if (newline < 0)
            {
                return raw.Length;
            }

            end += newline + 1;
        }
        while (end < raw.Length && raw[end] is (byte)' ' or (byte)'\t');

        return end;
    }

    private static bool HasBareReturn(ReadOnlySpan<byte> line)
    {
        int at;
        while ((at = line.IndexOf((byte)'\r')) >= 0)
        {
            if (at + 1 < line.Length && line[at + 1] != (byte)'\n')
            {
                return true;
            }

            line = line[(at + 1)..];
        }

        return false;
    }

    private ContentType? ParseContentType() =>
        First("Content-Type") is { } written && ContentType.TryParse(written.Value, out ContentType? type) ? type : null;
}
