using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Bridge.Smime.Cms.Writing;

/// <summary>
/// The end of a chain: the caller's stream, which stays open. Of a large message all but the beginning is written by another
/// thread, while this one goes on with digest and cipher; what that thread meets is thrown here. Checks for cancellation
/// at every write. Nothing is written any more once this is disposed of.
/// </summary>
internal sealed class StreamSink(Stream output, CancellationToken cancellationToken) : ByteSink
{
    private const int AloneBytes = 1 << 20;
    private const int PieceBytes = 128 * 1024;
    private const int MostWaiting = 3;

    private long _total;
    private BlockingCollection<(byte[] Bytes, int Length)>? _waiting;
    private Task? _writer;
    private volatile ExceptionDispatchInfo? _failed;
    private volatile bool _abandoned;

    public override void Write(ReadOnlySpan<byte> data)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _failed?.Throw();
        _total += data.Length;
        if (_total <= AloneBytes)
        {
            output.Write(data);
            return;
        }

        _waiting ??= Begin();
        while (!data.IsEmpty)
        {
            int taken = Math.Min(PieceBytes, data.Length);
            byte[] piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
            data[..taken].CopyTo(piece);
            _waiting.Add((piece, taken), CancellationToken.None);
            data = data[taken..];
        }
    }

    public override void Complete()
    {
        End();
        _failed?.Throw();
        output.Flush();
    }

    protected override void Dispose(bool disposing)
    {
        _abandoned = true;
        End();
        base.Dispose(disposing);
    }

    // A thread of its own: it may wait long for a slow reader, and the pool's are needed for other requests.
    private BlockingCollection<(byte[] Bytes, int Length)> Begin()
    {
        BlockingCollection<(byte[] Bytes, int Length)> waiting = new(MostWaiting);
        _writer = Task.Factory.StartNew(() => WriteAll(waiting), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return waiting;
    }

    // After a failure the rest is taken and dropped, so that nobody waits for room.
    private void WriteAll(BlockingCollection<(byte[] Bytes, int Length)> waiting)
    {
        foreach ((byte[] bytes, int length) in waiting.GetConsumingEnumerable())
        {
            try
            {
                if (_failed is null && !_abandoned)
                {
                    output.Write(bytes, 0, length);
                }
            }
            catch (Exception e)
            {
                _failed = ExceptionDispatchInfo.Capture(e);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
            }
        }
    }

    private void End()
    {
        if (_waiting is { } waiting)
        {
            waiting.CompleteAdding();
            _writer!.Wait();
            waiting.Dispose();
            _waiting = null;
        }
    }
}
