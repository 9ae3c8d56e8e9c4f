using System.Buffers;
using System.Buffers.Text;

namespace Bridge.Smime.Cms.Writing;

/// <summary>Base64 in lines of 76 characters with CRLF (RFC 2045 section 6.8), the last line ended too.</summary>
internal sealed class Base64LineSink : ChunkingSink
{
    private const int LineBytes = 57;
    private const int LineCharacters = 76;
    private const int ChunkLines = 1149;
    private readonly ByteSink _next;
    private byte[]? _encoded = ArrayPool<byte>.Shared.Rent(ChunkLines * LineCharacters);
    private byte[]? _lines = ArrayPool<byte>.Shared.Rent(ChunkLines * (LineCharacters + 2));

    public Base64LineSink(ByteSink next)
        : base(ChunkLines * LineBytes) => _next = next;

    protected override void Emit(ReadOnlySpan<byte> chunk)
    {
        Base64.EncodeToUtf8(chunk, _encoded, out _, out int encodedBytes);
        ReadOnlySpan<byte> encoded = _encoded.AsSpan(0, encodedBytes);
        Span<byte> lines = _lines;
        int written = 0;
        while (!encoded.IsEmpty)
        {
            int length = Math.Min(LineCharacters, encoded.Length);
            encoded[..length].CopyTo(lines[written..]);
            lines[written + length] = (byte)'\r';
            lines[written + length + 1] = (byte)'\n';
            written += length + 2;
            encoded = encoded[length..];
        }

        _next.Write(lines[..written]);
    }

    protected override void Finish()
    {
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Return(ref _encoded);
        Return(ref _lines);
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
