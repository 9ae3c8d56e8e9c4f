using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Bridge.Keystore.Import;

/// <summary>One armoured block of a PEM file (RFC 7468), with the RFC 1421 headers that old encrypted keys have.</summary>
internal sealed record PemBlock(string Label, IReadOnlyDictionary<string, string> Headers, byte[] Content);

/// <summary>Finds armoured blocks wherever they stand in a file; text around them (bag attributes, comments) is skipped.</summary>
internal static class Pem
{
    internal static IReadOnlyList<PemBlock> Read(ReadOnlyMemory<byte> file)
    {
        List<PemBlock> blocks = [];
        ReadOnlySpan<byte> rest = file.Span;
        while (Next(ref rest, out PemBlock? block))
        {
            if (block is not null)
            {
                blocks.Add(block);
            }
        }

        return blocks;
    }

    /// <summary>A file that is base64 without any armour, as some programs and mails make it; null when it is not.</summary>
    internal static byte[]? ReadBare(ReadOnlySpan<byte> file) => file.Length > 16 && Ascii.IsValid(file) ? Decode(file) : null;

    internal static string Write(string label, ReadOnlySpan<byte> content) => PemEncoding.WriteString(label, content) + "\n";

    private static bool Next(ref ReadOnlySpan<byte> rest, out PemBlock? block)
    {
        block = null;
        int begin = rest.IndexOf("-----BEGIN "u8);
        if (begin < 0)
        {
            return false;
        }

        rest = rest[(begin + 11)..];
        int dashes = rest.IndexOf("-----"u8);
        if (dashes is < 0 or > 64)
        {
            return true;
        }

        string label = Encoding.ASCII.GetString(rest[..dashes]);
        rest = rest[(dashes + 5)..];
        // No armoured text holds five dashes: what comes next ends this block or is another's, and no byte is searched twice.
        int end = rest.IndexOf("-----"u8);
        if (end < 0)
        {
            return false;
        }

        block = rest[end..].StartsWith(Encoding.ASCII.GetBytes($"-----END {label}-----")) ? Parse(label, rest[..end]) : null;
        rest = rest[end..];
        return true;
    }

    private static PemBlock? Parse(string label, ReadOnlySpan<byte> body)
    {
        Dictionary<string, string> headers = [];
        while (body.TrimStart(" \t\r\n"u8) is var line && line.IndexOf((byte)'\n') is var end and > 0 && line[..end].Contains((byte)':'))
        {
            string[] parts = Encoding.ASCII.GetString(line[..end]).Split(':', 2, StringSplitOptions.TrimEntries);
            headers[parts[0]] = parts[1];
            body = line[(end + 1)..];
        }

        return Decode(body) is { } content ? new PemBlock(label, headers, content) : null;
    }

    private static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        byte[] buffer = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        bool whole = Base64.DecodeFromUtf8(text, buffer, out int consumed, out int written) == OperationStatus.Done
            && text[consumed..].Trim(" \t\r\n"u8).IsEmpty;
        byte[]? content = whole && written > 0 ? buffer[..written] : null;
        CryptographicOperations.ZeroMemory(buffer);
        return content;
    }
}
