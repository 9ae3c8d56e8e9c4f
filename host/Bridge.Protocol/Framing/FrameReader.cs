using System.Buffers;

namespace Bridge.Protocol.Framing;

/// <summary>Reads frames from a stream into one buffer that grows to the largest frame seen and is cleared after each.</summary>
public sealed class FrameReader(Stream input) : IDisposable
{
    private const int SmallFrame = 16 * 1024;

    private readonly byte[] _prefix = new byte[Frame.PrefixBytes];
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(SmallFrame);
    private int _used;

    /// <summary>Waits for the next frame.</summary>
    /// <returns>Its body, valid until the next call; null at the end of the input between two frames.</returns>
    /// <exception cref="FrameException">The length prefix is out of bounds, or the input ends inside a frame.</exception>
    public ReadOnlyMemory<byte>? Read()
    {
        Forget();
        int prefix = input.ReadAtLeast(_prefix, Frame.PrefixBytes, throwOnEndOfStream: false);
        if (prefix == 0)
        {
            return null;
        }

        if (prefix < Frame.PrefixBytes)
        {
            throw new FrameException(ErrorCode.FrameTruncated, "The input ended inside a length prefix.");
        }

        uint length = Frame.ReadLength(_prefix);
        if (length > Limits.FrameBytes)
        {
            throw new FrameException(ErrorCode.FrameOversize, $"A frame of {length} bytes was announced.");
        }

        return ReadBody((int)length);
    }

    public void Dispose()
    {
        Forget();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private ReadOnlyMemory<byte> ReadBody(int length)
    {
        if (_buffer.Length < length)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(length);
        }

        _used = length;
        if (input.ReadAtLeast(_buffer.AsSpan(0, length), length, throwOnEndOfStream: false) < length)
        {
            throw new FrameException(ErrorCode.FrameTruncated, "The input ended inside a frame.");
        }

        return _buffer.AsMemory(0, length);
    }

    // A frame may hold a passphrase or mail in the clear.
    private void Forget()
    {
        _buffer.AsSpan(0, _used).Clear();
        _used = 0;
    }
}
