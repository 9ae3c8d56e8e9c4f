using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Keys;

/// <summary>
/// Opened keys between two uses that follow closely: opening an RSA key costs more than twice as much as signing with it. A
/// key lies here for no longer than <see cref="Lifetime"/> after it was opened, however often it is used, and is used by one
/// thread at a time. Whoever asks has read the key's sealed form just now: a key that was removed or sealed anew is not found.
/// </summary>
internal sealed class KeyShelf(TimeProvider clock) : IDisposable
{
    internal static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Shelved> _keys = [];
    private ITimer? _sweeper;
    private bool _closed;

    /// <summary>The key on the shelf, or one opened now. Disposing of it puts it back.</summary>
    /// <param name="id">The key's id.</param>
    /// <param name="box">Its sealed form.</param>
    /// <param name="open">Opens it.</param>
    internal Borrowed Take(string id, byte[] box, Func<SoftwareKey> open)
    {
        lock (_lock)
        {
            if (_keys.Remove(id, out Shelved? shelved))
            {
                if (!HasExpired(shelved) && shelved.Box.AsSpan().SequenceEqual(box))
                {
                    return new Borrowed(this, id, shelved);
                }

                shelved.Key.Dispose();
            }
        }

        return new Borrowed(this, id, new Shelved(open(), box, clock.GetTimestamp()));
    }

    /// <summary>Closes everything that is not in use: the keystore was locked.</summary>
    internal void Clear()
    {
        lock (_lock)
        {
            Close(_ => true);
        }
    }

    /// <summary>Closes everything that is not in use; what is, closes when it comes back.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _sweeper?.Dispose();
            Close(_ => true);
        }
    }

    private bool HasExpired(Shelved shelved) => clock.GetElapsedTime(shelved.OpenedAt) >= Lifetime;

    private void Return(string id, Shelved shelved)
    {
        lock (_lock)
        {
            if (_closed || HasExpired(shelved) || !_keys.TryAdd(id, shelved))
            {
                shelved.Key.Dispose();
                return;
            }

            _sweeper ??= clock.CreateTimer(static shelf => ((KeyShelf)shelf!).Sweep(), this, Lifetime, Timeout.InfiniteTimeSpan);
        }
    }

    private void Sweep()
    {
        lock (_lock)
        {
            Close(HasExpired);
            _sweeper?.Dispose();
            _sweeper = _closed || _keys.Count == 0
                ? null
                : clock.CreateTimer(static shelf => ((KeyShelf)shelf!).Sweep(), this, Lifetime, Timeout.InfiniteTimeSpan);
        }
    }

    private void Close(Func<Shelved, bool> which)
    {
        foreach ((string id, Shelved shelved) in _keys.Where(k => which(k.Value)).ToList())
        {
            _keys.Remove(id);
            shelved.Key.Dispose();
        }
    }

    /// <summary>An opened key, the sealed form it came from, and when that was.</summary>
    internal sealed record Shelved(SoftwareKey Key, byte[] Box, long OpenedAt);

    /// <summary>A key in use.</summary>
    internal sealed class Borrowed : ISigningKey, IDecryptionKey
    {
        private readonly KeyShelf _shelf;
        private readonly string _id;
        private Shelved? _shelved;

        internal Borrowed(KeyShelf shelf, string id, Shelved shelved) => (_shelf, _id, _shelved) = (shelf, id, shelved);

        public KeyAlgorithm Algorithm => Key.Algorithm;

        private SoftwareKey Key => _shelved?.Key ?? throw new ObjectDisposedException(nameof(Borrowed));

        public byte[] Sign(ReadOnlySpan<byte> data, SignatureScheme scheme) => Key.Sign(data, scheme);

        public byte[]? DecryptRsa(ReadOnlySpan<byte> encryptedKey, RsaTransportScheme scheme) => Key.DecryptRsa(encryptedKey, scheme);

        public byte[]? Agree(ReadOnlySpan<byte> peerSubjectPublicKeyInfo) => Key.Agree(peerSubjectPublicKeyInfo);

        public byte[]? Decapsulate(ReadOnlySpan<byte> ciphertext) => Key.Decapsulate(ciphertext);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _shelved, null) is { } shelved)
            {
                _shelf.Return(_id, shelved);
            }
        }
    }
}
