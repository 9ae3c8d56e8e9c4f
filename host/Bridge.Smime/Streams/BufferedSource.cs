namespace Bridge.Smime.Streams;

/// <summary>A window of 64 KiB over a stream: look at what comes, then take it.</summary>
internal sealed class BufferedSource(Stream input)
{
    public const int Size = 64 * 1024;

    // A reader with that much room is served without the buffer.
    private const int Direct = Size / 4;

    private readonly byte[] _buffer = new byte[Size];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>What is at hand without reading further.</summary>
    public ReadOnlySpan<byte> Window => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Whether the stream below has ended; <see cref="Window"/> may still hold bytes.</summary>
    public bool InputEnded => _ended;

    /// <summary>Bytes taken so far.</summary>
    public long Taken { get; private set; }

    /// <summary>Reads until at least that many bytes are at hand or the input ends; false when there are fewer.</summary>
    public bool Need(int count)
    {
        while (_end - _start < count && Fill())
        {
        }

        return _end - _start >= count;
    }

    /// <summary>Reads more into the window; false at the end of the input or when the window is full.</summary>
    public bool Fill()
    {
        if (_ended)
        {
            return false;
        }

        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == Size)
        {
            if (_start == 0)
            {
                return false;
            }

            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        int read = input.Read(_buffer, _end, Size - _end);
        _ended = read == 0;
        _end += read;
        return read > 0;
    }

    public void Take(int count)
    {
        _start += count;
        Taken += count;
    }

    public int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (_start == _end)
        {
            if (buffer.Length >= Direct && !_ended)
            {
                int direct = input.Read(buffer);
                _ended = direct == 0;
                Taken += direct;
                return direct;
            }

            if (!Fill())
            {
                return 0;
            }
        }

        int count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        Take(count);
        return count;
    }

    /// <summary>The rest as a stream.</summary>
    public Stream AsStream() => new Rest(this);

    private sealed class Rest(BufferedSource source) : ForwardStream
    {
        public override int Read(Span<byte> buffer) => source.Read(buffer);
    }
}
