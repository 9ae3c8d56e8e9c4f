using Bridge.Smime.Values;

namespace Bridge.Smime.Cms.Signatures;

/// <summary>
/// Public keys opened in the system's library, kept for the next use: opening one costs six times as much as a signature
/// check with it. A key is used by one thread at a time. Never for private keys.
/// </summary>
/// <param name="most">Keys kept; when there are more it starts over.</param>
internal sealed class KeyPool<T>(int most)
    where T : class, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<byte[], T> _idle = new(ContentComparer.Instance);

    /// <param name="id">Bytes that name the key: its encoded form.</param>
    /// <param name="open">Opens it.</param>
    /// <param name="use">Uses it. A key that this throws with is not kept.</param>
    public TResult Use<TResult>(byte[] id, Func<T> open, Func<T, TResult> use)
    {
        T key = Take(id) ?? open();
        try
        {
            TResult result = use(key);
            Keep(id, ref key!);
            return result;
        }
        finally
        {
            key?.Dispose();
        }
    }

    private T? Take(byte[] id)
    {
        lock (_lock)
        {
            return _idle.Remove(id, out T? idle) ? idle : null;
        }
    }

    private void Keep(byte[] id, ref T? key)
    {
        lock (_lock)
        {
            if (_idle.Count >= most)
            {
                foreach (T idle in _idle.Values)
                {
                    idle.Dispose();
                }

                _idle.Clear();
            }

            if (_idle.TryAdd(id, key!))
            {
                key = null;
            }
        }
    }
}
