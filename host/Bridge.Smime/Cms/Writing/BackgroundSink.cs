using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Bridge.Smime.Cms.Writing;

/// <summary>
/// A stage after which another thread goes on. Of a large message all but the beginning is passed on by that thread, while this
/// one works on what comes next; what that thread meets is thrown here. A small message is not worth a thread. Nothing is passed on
/// any more once this is disposed of.
/// </summary>
internal abstract class BackgroundSink : ByteSink
{
    private const int AloneBytes = 1 << 20;
    private const int PieceBytes = 64 * 1024;
    private const int MostWaiting = 3;

    private long _total;
    private byte[]? _piece;
    private int _held;
    private BlockingCollection<(byte[] Bytes, int Length)>? _waiting;
    private Task? _worker;
    private volatile ExceptionDispatchInfo? _failed;
    private volatile bool _abandoned;

    public override void Write(ReadOnlySpan<byte> data)
    {
        _failed?.Throw();
        _total += data.Length;
        if (_total <= AloneBytes)
        {
            Pass(data);
            return;
        }

        _waiting ??= Begin();
        while (!data.IsEmpty)
        {
            _piece ??= ArrayPool<byte>.Shared.Rent(PieceBytes);
            int taken = Math.Min(PieceBytes - _held, data.Length);
            data[..taken].CopyTo(_piece.AsSpan(_held));
            _held += taken;
            data = data[taken..];
            if (_held == PieceBytes)
            {
                HandOver();
            }
        }
    }

    public override void Complete()
    {
        HandOver();
        End();
        _failed?.Throw();
    }

    /// <summary>Does what comes after this stage, on whichever thread, never on two at once.</summary>
    protected abstract void Pass(ReadOnlySpan<byte> data);

    protected override void Dispose(bool disposing)
    {
        _abandoned = true;
        HandOver();
        End();
        base.Dispose(disposing);
    }

    private void HandOver()
    {
        if (_piece is { } piece)
        {
            (_piece, int length) = (null, _held);
            _held = 0;
            _waiting!.Add((piece, length), CancellationToken.None);
        }
    }

    // A thread of its own: it may wait long for a slow reader, and the pool's are needed for other requests.
    private BlockingCollection<(byte[] Bytes, int Length)> Begin()
    {
        BlockingCollection<(byte[] Bytes, int Length)> waiting = new(MostWaiting);
        _worker = Task.Factory.StartNew(() => PassAll(waiting), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return waiting;
    }

    // After a failure the rest is taken and dropped, so that nobody waits for room.
    private void PassAll(BlockingCollection<(byte[] Bytes, int Length)> waiting)
    {
        foreach ((byte[] bytes, int length) in waiting.GetConsumingEnumerable())
        {
            try
            {
                if (_failed is null && !_abandoned)
                {
                    Pass(bytes.AsSpan(0, length));
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
            _worker!.Wait();
            waiting.Dispose();
            _waiting = null;
        }
    }
}

/// <summary>Lets the stages after it work on a thread of their own: digest and cipher of one message then run side by side.</summary>
internal sealed class HandedOnSink(ByteSink next) : BackgroundSink
{
    protected override void Pass(ReadOnlySpan<byte> data) => next.Write(data);
}
