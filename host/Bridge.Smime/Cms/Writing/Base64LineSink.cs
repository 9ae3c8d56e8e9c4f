using System.Buffers;
using System.Buffers.Text;
using System.Runtime.Intrinsics;

namespace Bridge.Smime.Cms.Writing;

/// <summary>Base64 in lines of 76 characters with CRLF (RFC 2045 section 6.8), the last line ended too.</summary>
internal sealed class Base64LineSink(ByteSink next) : ByteSink
{
    private const int LineBytes = 57;
    private const int LineCharacters = 76;
    private const int WrittenLine = LineCharacters + 2;

    // Encoded and broken into lines while it is in the processor's nearest cache, handed on in larger pieces.
    private const int BlockLines = 128;
    private const int BufferLines = 8 * BlockLines;

    private readonly byte[] _begun = new byte[LineBytes];
    private byte[]? _encoded = ArrayPool<byte>.Shared.Rent(BlockLines * LineCharacters);
    private byte[]? _lines = ArrayPool<byte>.Shared.Rent(BufferLines * WrittenLine);
    private int _held;
    private int _written;

    public override void Write(ReadOnlySpan<byte> data)
    {
        ObjectDisposedException.ThrowIf(_lines is null, this);
        if (_held > 0 || data.Length < LineBytes)
        {
            data = data[Hold(data)..];
        }

        while (data.Length >= LineBytes)
        {
            int lines = Math.Min(data.Length / LineBytes, BlockLines);
            Encode(data[..(lines * LineBytes)]);
            data = data[(lines * LineBytes)..];
        }

        Hold(data);
    }

    public override void Complete()
    {
        Encode(_begun.AsSpan(0, _held));
        _held = 0;
        Pass();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Return(ref _encoded);
        Return(ref _lines);
    }

    // Fills up the line that was begun, and ends it when it is full. Returns the bytes taken.
    private int Hold(ReadOnlySpan<byte> data)
    {
        int taken = Math.Min(LineBytes - _held, data.Length);
        data[..taken].CopyTo(_begun.AsSpan(_held));
        _held += taken;
        if (_held == LineBytes)
        {
            Encode(_begun);
            _held = 0;
        }

        return taken;
    }

    // At most one block of lines; only the last line of all may be shorter than a line.
    private void Encode(ReadOnlySpan<byte> block)
    {
        Base64.EncodeToUtf8(block, _encoded, out _, out int length);
        if (_written + BlockLines * WrittenLine > _lines!.Length)
        {
            Pass();
        }

        _written += BreakLines(_encoded.AsSpan(0, length), _lines.AsSpan(_written));
    }

    private static int BreakLines(ReadOnlySpan<byte> encoded, Span<byte> lines)
    {
        int written = 0;
        while (encoded.Length >= LineCharacters)
        {
            CopyLine(encoded[..LineCharacters], lines.Slice(written, WrittenLine));
            written += WrittenLine;
            encoded = encoded[LineCharacters..];
        }

        if (encoded.IsEmpty)
        {
            return written;
        }

        encoded.CopyTo(lines[written..]);
        "\r\n"u8.CopyTo(lines[(written + encoded.Length)..]);
        return written + encoded.Length + 2;
    }

    // Of fixed length, so that no call is needed: four vectors and a fifth that overlaps.
    private static void CopyLine(ReadOnlySpan<byte> line, Span<byte> output)
    {
        const int Last = LineCharacters - 16;
        Vector128.Create(line).CopyTo(output);
        Vector128.Create(line[16..]).CopyTo(output[16..]);
        Vector128.Create(line[32..]).CopyTo(output[32..]);
        Vector128.Create(line[48..]).CopyTo(output[48..]);
        Vector128.Create(line[Last..]).CopyTo(output[Last..]);
        output[LineCharacters] = (byte)'\r';
        output[LineCharacters + 1] = (byte)'\n';
    }

    private void Pass()
    {
        if (_written > 0)
        {
            next.Write(_lines.AsSpan(0, _written));
            _written = 0;
        }
    }

    private static void Return(ref byte[]? rented)
    {
        if (rented is { } buffer)
        {
            rented = null;
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
