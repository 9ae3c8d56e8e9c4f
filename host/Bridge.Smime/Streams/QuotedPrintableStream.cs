using MimeKit.Encodings;

namespace Bridge.Smime.Streams;

/// <summary>Decodes quoted-printable (RFC 2045 section 6.7).</summary>
internal sealed class QuotedPrintableStream(Stream input) : ForwardStream
{
    private const int Block = 16 * 1024;

    private readonly QuotedPrintableDecoder _decoder = new();
    private readonly byte[] _raw = new byte[Block];
    private byte[] _decoded = [];
    private int _start;
    private int _end;
    private bool _ended;

    public override int Read(Span<byte> buffer)
    {
        while (_start == _end && !_ended)
        {
            int read = input.Read(_raw, 0, Block);
            _ended = read == 0;
            int room = _decoder.EstimateOutputLength(read);
            if (_decoded.Length < room)
            {
                _decoded = new byte[room];
            }

            (_start, _end) = (0, read == 0 ? 0 : _decoder.Decode(_raw, 0, read, _decoded));
        }

        int count = Math.Min(buffer.Length, _end - _start);
        _decoded.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }
}
