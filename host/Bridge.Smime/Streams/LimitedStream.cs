using Bridge.Smime.Errors;

namespace Bridge.Smime.Streams;

/// <summary>Refuses input beyond a number of bytes, and gives way when the work is cancelled.</summary>
internal sealed class LimitedStream(Stream input, long limit, string name, CancellationToken cancellationToken) : ForwardStream
{
    private long _read;

    public override int Read(Span<byte> buffer)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int read = input.Read(buffer);
        _read += read;
        return _read <= limit
            ? read
            : throw Refusals.LimitExceeded(name);
    }
}
