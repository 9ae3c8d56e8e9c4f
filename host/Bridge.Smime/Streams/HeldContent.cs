using System.Security.Cryptography;
using Bridge.Smime.Errors;

namespace Bridge.Smime.Streams;

/// <summary>Content held in memory until it may be shown; wiped when done.</summary>
internal sealed class HeldContent : IDisposable
{
    private byte[] _bytes;
    private int _length;

    private HeldContent(int capacity) => _bytes = new byte[capacity];

    public Span<byte> Span => _bytes.AsSpan(0, _length);

    /// <param name="input">Read to its end.</param>
    /// <param name="limit">Most bytes held.</param>
    /// <param name="hint">Length of the message around it, where known.</param>
    /// <exception cref="RefusalException"><c>limit-exceeded</c>.</exception>
    public static HeldContent Read(Stream input, long limit, long hint)
    {
        HeldContent held = new((int)Math.Clamp(hint, BufferedSource.Size, Math.Min(limit, Array.MaxLength)));
        int read;
        while (true)
        {
            if (held._length == held._bytes.Length)
            {
                held.Grow();
            }

            read = input.Read(held._bytes, held._length, held._bytes.Length - held._length);
            if (read == 0)
            {
                return held;
            }

            held._length += read;
            if (held._length > limit)
            {
                held.Dispose();
                throw Refusals.LimitExceeded("authenticated-bytes");
            }
        }
    }

    public Stream OpenRead() => new MemoryStream(_bytes, 0, _length, writable: false);

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(Span);
        _length = 0;
    }

    private void Grow()
    {
        byte[] larger = new byte[(int)Math.Min(Array.MaxLength, _bytes.Length * 2L)];
        Span.CopyTo(larger);
        _bytes = larger.Length > _bytes.Length ? larger : throw Refusals.LimitExceeded("authenticated-bytes");
    }
}
