using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;

namespace Bridge.Smime.Cms.Writing;

/// <summary>
/// A stage after which another thread goes on: digest, cipher and output of one large message then run side by side. Of a large message all
/// but the beginning is passed on by that thread, while this one works on what comes next; what that thread meets is thrown here. A small
/// message is not worth a thread. Nothing is passed on any more once this is disposed of.
/// </summary>
internal sealed class HandedOnSink(ByteSink next) : ByteSink
{
    private const int AloneBytes = 1 << 20;

    // So large that working on a piece takes several times as long as waking the thread that waits for it.
    private const int PieceBytes = 256 * 1024;
    private const int MostWaiting = 2;

    private long _total;
    private byte[]? _piece;
    private int _held;
    private PieceQueue? _waiting;
    private Task? _worker;
    private volatile ExceptionDispatchInfo? _failed;
    private volatile bool _abandoned;

    /// <summary>Has something written that goes on behind this stage, and waits for all of it.</summary>
    public static void Run(ByteSink next, Action<ByteSink> write)
    {
        using HandedOnSink stage = new(next);
        write(stage);
        stage.Complete();
    }

    public override void Write(ReadOnlySpan<byte> data)
    {
        _failed?.Throw();
        _total += data.Length;
        if (_total <= AloneBytes)
        {
            next.Write(data);
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

    /// <summary>Waits until everything was passed on. The stages after it are not completed.</summary>
    public override void Complete()
    {
        HandOver();
        End();
        _failed?.Throw();
    }

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
            _waiting!.Add(piece, length);
        }
    }

    // A thread of its own: it may wait long for a slow reader, and the pool's are needed for other requests.
    private PieceQueue Begin()
    {
        PieceQueue waiting = new(MostWaiting);
        _worker = Task.Factory.StartNew(() => PassAll(waiting), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return waiting;
    }

    // After a failure the rest is taken and dropped, so that nobody waits for room.
    private void PassAll(PieceQueue waiting)
    {
        while (waiting.Take(out byte[]? piece, out int length))
        {
            try
            {
                if (_failed is null && !_abandoned)
                {
                    next.Write(piece.AsSpan(0, length));
                }
            }
            catch (Exception e)
            {
                _failed = ExceptionDispatchInfo.Capture(e);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(piece.AsSpan(0, length));
                ArrayPool<byte>.Shared.Return(piece);
            }
        }
    }

    private void End()
    {
        if (_waiting is { } waiting)
        {
            waiting.End();
            _worker!.Wait();
            _waiting = null;
        }
    }
}
