using System.Security.Cryptography;

namespace Bridge.Smime.Streams;

/// <summary>
/// Takes plaintext of unauthenticated encryption into memory until its end is known to hold. Beyond the limit it keeps
/// nothing, only counts on; what it kept is wiped.
/// </summary>
/// <param name="limit">Most bytes kept.</param>
internal sealed class HeldOutput(long limit) : Stream
{
    private const int ChunkBytes = 64 << 10;

    private readonly List<byte[]> _chunks = [];
    private long _length;

    /// <summary>Whether there was more than may be kept.</summary>
    public bool Overflowed { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>Gives out everything kept.</summary>
    public void ReleaseTo(Stream output)
    {
        long left = _length;
        foreach (byte[] chunk in _chunks)
        {
            output.Write(chunk, 0, (int)Math.Min(left, ChunkBytes));
            left -= ChunkBytes;
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Overflowed || _length + buffer.Length > limit)
        {
            Overflowed = true;
            Wipe();
            return;
        }

        while (!buffer.IsEmpty)
        {
            int at = (int)(_length % ChunkBytes);
            if (at == 0)
            {
                _chunks.Add(new byte[ChunkBytes]);
            }

            int count = Math.Min(buffer.Length, ChunkBytes - at);
            buffer[..count].CopyTo(_chunks[^1].AsSpan(at));
            _length += count;
            buffer = buffer[count..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        Wipe();
        base.Dispose(disposing);
    }

    private void Wipe()
    {
        _chunks.ForEach(c => CryptographicOperations.ZeroMemory(c));
        _chunks.Clear();
        _length = 0;
    }
}
