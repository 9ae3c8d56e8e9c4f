using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Bridge.Smime.Errors;

namespace Bridge.Smime.Streams;

/// <summary>
/// Content held in memory until it may be shown; wiped when done. It lies outside the managed heap: there it can grow
/// where it is, pages count only once they are written, and all of it goes back to the system at once.
/// </summary>
internal sealed unsafe class HeldContent : IDisposable
{
    private const long FirstBytes = 1 << 20;

    private byte* _bytes;
    private int _capacity;
    private int _length;

    private HeldContent()
    {
    }

    public Span<byte> Span => new(_bytes, _length);

    /// <param name="input">Read to its end.</param>
    /// <param name="limit">Most bytes held.</param>
    /// <exception cref="RefusalException"><c>limit-exceeded</c>.</exception>
    public static HeldContent Read(Stream input, long limit)
    {
        HeldContent held = new();
        try
        {
            held.ReadAll(input, Math.Min(limit, Array.MaxLength));
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The content as a stream, to be read before this is disposed of.</summary>
    public Stream OpenRead() => new UnmanagedMemoryStream(_bytes, _length);

    public void Dispose()
    {
        if (_bytes is not null)
        {
            CryptographicOperations.ZeroMemory(Span);
            NativeMemory.Free(_bytes);
            _bytes = null;
            (_capacity, _length) = (0, 0);
        }
    }

    private void ReadAll(Stream input, long limit)
    {
        while (true)
        {
            if (_length == _capacity)
            {
                Grow(limit);
            }

            int read = input.Read(new Span<byte>(_bytes + _length, _capacity - _length));
            if (read == 0)
            {
                return;
            }

            _length += read;
        }
    }

    // One byte beyond the limit is read, to know that there is more.
    private void Grow(long limit)
    {
        if (_capacity > limit)
        {
            throw Refusals.LimitExceeded("authenticated-bytes");
        }

        _capacity = (int)Math.Min(Math.Min(limit + 1, Array.MaxLength), Math.Max(FirstBytes, _capacity * 2L));
        _bytes = (byte*)NativeMemory.Realloc(_bytes, (nuint)_capacity);
    }
}
