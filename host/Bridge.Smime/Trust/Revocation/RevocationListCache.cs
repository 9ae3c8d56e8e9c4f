using System.Security.Cryptography;
using Bridge.Smime.Errors;

namespace Bridge.Smime.Trust.Revocation;

/// <summary>
/// Revocation lists taken apart lately, with the index over their entries: each message asks the same ones. Known by the
/// digest of their bytes, and bounded by bytes; what was used longest ago goes first. Thread-safe.
/// </summary>
internal sealed class RevocationListCache(long mostBytes = 64L << 20)
{
    private readonly Dictionary<string, LinkedListNode<RevocationList>> _known = [];
    private readonly LinkedList<RevocationList> _used = [];
    private readonly Lock _lock = new();
    private long _bytes;

    /// <summary>How many lists are kept.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _known.Count;
            }
        }
    }

    /// <exception cref="MalformedException">As <see cref="RevocationList.FromDer"/>; nothing is kept of it.</exception>
    public RevocationList Read(ReadOnlyMemory<byte> der)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(der.Span));
        lock (_lock)
        {
            if (_known.TryGetValue(digest, out LinkedListNode<RevocationList>? node))
            {
                _used.Remove(node);
                _used.AddLast(node);
                return node.Value;
            }
        }

        RevocationList list = RevocationList.FromDer(der);
        Keep(digest, list);
        return list;
    }

    private void Keep(string digest, RevocationList list)
    {
        lock (_lock)
        {
            if (list.Der.Length > mostBytes || _known.ContainsKey(digest))
            {
                return;
            }

            _known[digest] = _used.AddLast(list);
            _bytes += list.Der.Length;
            while (_bytes > mostBytes)
            {
                RevocationList oldest = _used.First!.Value;
                _used.RemoveFirst();
                _known.Remove(oldest.Sha256);
                _bytes -= oldest.Der.Length;
            }
        }
    }
}
