using System.Buffers;
using Bridge.Protocol;
using Bridge.Protocol.Json;
using Bridge.Protocol.Session;
using Bridge.Smime.Streams;

namespace Bridge.Host.Native.Streams;

/// <summary>
/// An answer's content as a stream: what the handler writes leaves in chunks, and no further than the client's window, so
/// that a slow client slows the handler and costs no memory.
/// </summary>
internal sealed class ContentOutbox(long id, Action<HostMessage> send, CancellationToken cancellation) : WriteOnlyStream
{
    private readonly SemaphoreSlim _window = new(Limits.WindowChunks, Limits.WindowChunks);
    private byte[]? _buffer;
    private int _used;
    private int _sequence;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            _buffer ??= ArrayPool<byte>.Shared.Rent(Limits.ChunkBytes);
            int count = Math.Min(buffer.Length, Limits.ChunkBytes - _used);
            buffer[..count].CopyTo(_buffer.AsSpan(_used));
            _used += count;
            buffer = buffer[count..];
            if (_used == Limits.ChunkBytes && !buffer.IsEmpty)
            {
                Send(last: false);
            }
        }
    }

    /// <summary>Sends what is left as the last chunk. Only for an answer that is going to have a result.</summary>
    public void Complete() => Send(last: true);

    /// <summary>The client has consumed chunks. False when it claims more than it was sent.</summary>
    public bool Credit(int chunks)
    {
        try
        {
            _window.Release(chunks);
            return true;
        }
        catch (Exception e) when (e is SemaphoreFullException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            buffer.AsSpan(0, Limits.ChunkBytes).Clear();
            ArrayPool<byte>.Shared.Return(buffer);
        }

        base.Dispose(disposing);
    }

    private void Send(bool last)
    {
        _window.Wait(cancellation);
        using ChunkData data = ChunkData.CopyOf(_buffer.AsSpan(0, _used));
        send(new HostChunk(id, _sequence++, data, last));
        _used = 0;
    }
}
