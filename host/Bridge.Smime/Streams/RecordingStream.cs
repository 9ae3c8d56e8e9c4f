namespace Bridge.Smime.Streams;

/// <summary>Remembers what was read until told to forget, so that a reader that finds itself wrong can begin again.</summary>
/// <param name="input">Where the bytes come from.</param>
/// <param name="limit">Most bytes remembered; beyond it the beginning is lost and <see cref="Overflowed"/> says so.</param>
internal sealed class RecordingStream(Stream input, int limit) : ForwardStream
{
    private MemoryStream? _record = new();
    private int _limit = limit;

    /// <summary>Whether the beginning can no longer be given back.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Remembers no more than this from now on.</summary>
    public void Limit(int bytes) => _limit = Math.Min(_limit, bytes);

    /// <summary>Stops remembering: the reader goes on for good.</summary>
    public void Forget()
    {
        Overflowed = true;
        _record = null;
    }

    public override int Read(Span<byte> buffer)
    {
        int read = input.Read(buffer);
        if (_record is not null)
        {
            if (_record.Length + read > _limit)
            {
                Forget();
            }
            else
            {
                _record.Write(buffer[..read]);
            }
        }

        return read;
    }

    /// <summary>Writes everything from the beginning: what is remembered, then the rest of the input.</summary>
    public void Replay(Action<ReadOnlySpan<byte>> write)
    {
        if (_record is { } record)
        {
            write(record.GetBuffer().AsSpan(0, (int)record.Length));
        }

        byte[] buffer = new byte[BufferedSource.Size];
        int read;
        while ((read = input.Read(buffer, 0, buffer.Length)) > 0)
        {
            write(buffer.AsSpan(0, read));
        }
    }
}
