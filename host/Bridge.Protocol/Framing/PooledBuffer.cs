using System.Buffers;

namespace Bridge.Protocol.Framing;

/// <summary>A growing buffer from the pool, cleared before each new use because it may have held mail in the clear.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int InitialBytes = 4096;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(InitialBytes);
    private int _used;

    public Memory<byte> Written => _bytes.AsMemory(0, _used);

    /// <summary>Forgets the content and leaves room for <paramref name="reserved"/> bytes at the start.</summary>
    public void Reset(int reserved)
    {
        _bytes.AsSpan(0, _used).Clear();
        _used = reserved;
    }

    public void Advance(int count) => _used += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _bytes.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        Reset(0);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - _used >= count)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _used + count));
        Written.Span.CopyTo(larger);
        Written.Span.Clear();
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
