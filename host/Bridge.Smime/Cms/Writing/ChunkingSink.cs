using System.Buffers;

namespace Bridge.Smime.Cms.Writing;

/// <summary>Gathers writes into chunks of one size; only the last may be shorter. Buffers are pooled and wiped.</summary>
internal abstract class ChunkingSink : ByteSink
{
    private readonly int _chunkBytes;
    private byte[]? _buffer;
    private int _held;

    protected ChunkingSink(int chunkBytes)
    {
        _chunkBytes = chunkBytes;
        _buffer = ArrayPool<byte>.Shared.Rent(chunkBytes);
    }

    public sealed override void Write(ReadOnlySpan<byte> data)
    {
        ObjectDisposedException.ThrowIf(_buffer is null, this);
        while (!data.IsEmpty)
        {
            if (_held == 0 && data.Length >= _chunkBytes)
            {
                Emit(data[.._chunkBytes]);
                data = data[_chunkBytes..];
                continue;
            }

            int taken = Math.Min(_chunkBytes - _held, data.Length);
            data[..taken].CopyTo(_buffer.AsSpan(_held));
            _held += taken;
            data = data[taken..];
            if (_held == _chunkBytes)
            {
                EmitHeld();
            }
        }
    }

    public sealed override void Complete()
    {
        EmitHeld();
        Finish();
    }

    /// <summary>Handles one chunk of at most the chunk size.</summary>
    protected abstract void Emit(ReadOnlySpan<byte> chunk);

    /// <summary>Writes the end of the stage's format, after the last chunk.</summary>
    protected abstract void Finish();

    protected override void Dispose(bool disposing)
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        base.Dispose(disposing);
    }

    private void EmitHeld()
    {
        if (_held > 0)
        {
            Emit(_buffer.AsSpan(0, _held));
            _held = 0;
        }
    }
}
