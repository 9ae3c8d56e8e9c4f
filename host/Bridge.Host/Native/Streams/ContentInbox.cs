using Bridge.Protocol;
using Bridge.Protocol.Json;
using Bridge.Protocol.Session;
using Bridge.Smime.Streams;

namespace Bridge.Host.Native.Streams;

/// <summary>
/// A request's content as a stream: the session puts chunks in, the handler reads them out. It holds at most one window of
/// chunks; each chunk that is read through earns the client a credit.
/// </summary>
internal sealed class ContentInbox(Action credit, CancellationToken cancellation) : ForwardStream
{
    private readonly Lock _lock = new();
    private readonly Queue<ChunkData> _chunks = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private ChunkData? _current;
    private int _position;
    private int _nextSequence;
    private int _waiting;
    private long _received;
    private bool _complete;
    private bool _closed;

    /// <summary>Bytes that the handler has read.</summary>
    public long Consumed { get; private set; }

    /// <summary>Takes a chunk, or says which rule it breaks. Chunks for a handler that has stopped reading are dropped.</summary>
    public string? Offer(ClientChunk chunk)
    {
        lock (_lock)
        {
            string? problem = Judge(chunk);
            if (problem is not null || _closed)
            {
                chunk.Data.Dispose();
                return problem;
            }

            _nextSequence++;
            _received += chunk.Data.Length;
            _waiting++;
            _complete = chunk.Last;
            _chunks.Enqueue(chunk.Data);
        }

        _arrived.Release();
        return null;
    }

    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_current is null && !Next())
            {
                return 0;
            }

            ReadOnlySpan<byte> rest = _current!.Memory.Span[_position..];
            int count = Math.Min(rest.Length, buffer.Length);
            rest[..count].CopyTo(buffer);
            _position += count;
            Consumed += count;
            if (_position == _current.Length)
            {
                Finish();
            }

            if (count > 0 || buffer.IsEmpty)
            {
                return count;
            }
        }
    }

    /// <summary>Drops what is left. Called when the handler is done, whether it read everything or not.</summary>
    protected override void Dispose(bool disposing)
    {
        lock (_lock)
        {
            _closed = true;
            _current?.Dispose();
            _current = null;
            while (_chunks.TryDequeue(out ChunkData? chunk))
            {
                chunk.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private string? Judge(ClientChunk chunk) => chunk switch
    {
        _ when _complete || chunk.Sequence != _nextSequence => ErrorCode.ChunkUnexpected,
        _ when chunk.Data.Length > Limits.ChunkBytes || _received + chunk.Data.Length > Limits.ContentBytes => ErrorCode.ContentOversize,
        _ when _waiting >= Limits.WindowChunks => ErrorCode.WindowExceeded,
        _ => null,
    };

    private bool Next()
    {
        lock (_lock)
        {
            if (_complete && _chunks.Count == 0)
            {
                return false;
            }
        }

        _arrived.Wait(cancellation);
        lock (_lock)
        {
            _current = _chunks.Dequeue();
        }

        _position = 0;
        return true;
    }

    private void Finish()
    {
        bool more;
        lock (_lock)
        {
            _current!.Dispose();
            _current = null;
            _waiting--;
            more = !_complete;
        }

        if (more)
        {
            credit();
        }
    }
}
