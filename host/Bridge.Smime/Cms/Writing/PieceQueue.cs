using System.Diagnostics.CodeAnalysis;

namespace Bridge.Smime.Cms.Writing;

/// <summary>
/// A bounded queue between two threads. Who finds it full or empty sleeps: the general collections look again and again for a while
/// first, which takes the processor from the thread that is waited for.
/// </summary>
internal sealed class PieceQueue(int most)
{
    private readonly Queue<(byte[] Piece, int Length)> _pieces = new(most);
    private bool _ended;

    /// <summary>Waits while the queue is full.</summary>
    public void Add(byte[] piece, int length)
    {
        lock (_pieces)
        {
            while (_pieces.Count == most)
            {
                Monitor.Wait(_pieces);
            }

            _pieces.Enqueue((piece, length));
            Monitor.Pulse(_pieces);
        }
    }

    /// <summary>Nothing comes any more.</summary>
    public void End()
    {
        lock (_pieces)
        {
            _ended = true;
            Monitor.Pulse(_pieces);
        }
    }

    /// <summary>Waits while the queue is empty.</summary>
    /// <returns>False when it was ended and everything was taken.</returns>
    public bool Take([NotNullWhen(true)] out byte[]? piece, out int length)
    {
        lock (_pieces)
        {
            while (_pieces.Count == 0 && !_ended)
            {
                Monitor.Wait(_pieces);
            }

            bool taken = _pieces.TryDequeue(out (byte[] Piece, int Length) next);
            (piece, length) = (next.Piece, next.Length);
            Monitor.Pulse(_pieces);
            return taken;
        }
    }
}
