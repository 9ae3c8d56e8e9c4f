using System.Collections.Concurrent;

namespace Bridge.Smime.Values;

/// <summary>
/// What was read out of bytes, kept for the next time the same bytes come: a mailbox shows the same few certificates and
/// names over and over. Only for values that never change. Thread-safe.
/// </summary>
/// <param name="most">Values kept; when there are more it starts over.</param>
/// <param name="largest">Longer bytes are read anew each time, so that nobody can fill the memory with them.</param>
internal sealed class Remembered<T>(int most, int largest)
    where T : class
{
    private readonly ConcurrentDictionary<byte[], T> _known = new(ContentComparer.Instance);

    public T Get(ReadOnlySpan<byte> bytes, Func<byte[], T> read)
    {
        if (bytes.Length > largest)
        {
            return read(bytes.ToArray());
        }

        if (_known.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(bytes, out T? known))
        {
            return known;
        }

        byte[] own = bytes.ToArray();
        T value = read(own);
        if (_known.Count >= most)
        {
            _known.Clear();
        }

        return _known.GetOrAdd(own, value);
    }
}
