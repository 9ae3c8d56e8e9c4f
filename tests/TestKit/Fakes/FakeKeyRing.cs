using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.TestKit.Fakes;

/// <summary>Own keys in memory. Keys are handed out by the functions given, so that any implementation of a key fits.</summary>
public sealed class FakeKeyRing : IKeyRing
{
    private readonly List<Entry> _entries = [];

    private sealed record Entry(OwnKey Key, Func<ISigningKey>? Signing, Func<IDecryptionKey>? Decryption);

    /// <summary>When true, opening a key is refused with <c>key-locked</c>.</summary>
    public bool Locked { get; set; }

    /// <summary>Ids of the keys that were opened, in order.</summary>
    public List<string> Opened { get; } = [];

    public OwnKey Add(Certificate certificate, Func<ISigningKey>? signing, Func<IDecryptionKey>? decryption, string? id = null)
    {
        OwnKey key = new(id ?? $"key-{_entries.Count + 1}", certificate);
        _entries.Add(new Entry(key, signing, decryption));
        return key;
    }

    public IReadOnlyList<OwnKey> List() => [.. _entries.Select(e => e.Key).Reverse()];

    public IReadOnlyList<OwnKey> Find(CertificateIdentifier identifier) =>
        [.. List().Where(k => identifier.Names(k.Certificate))];

    public OwnKey? SigningKeyFor(string address, DateTimeOffset at) => Usable(address, at, e => e.Signing is not null);

    public OwnKey? EncryptionKeyFor(string address, DateTimeOffset at) => Usable(address, at, e => e.Decryption is not null);

    public ISigningKey OpenSigning(OwnKey key) =>
        Open(key).Signing?.Invoke() ?? throw new RefusalException("key-unusable", RefusalKind.Key, "The key does not sign.");

    public IDecryptionKey OpenDecryption(OwnKey key) =>
        Open(key).Decryption?.Invoke() ?? throw new RefusalException("key-unusable", RefusalKind.Key, "The key does not decrypt.");

    private Entry Open(OwnKey key)
    {
        if (Locked)
        {
            throw new RefusalException("key-locked", RefusalKind.Key, "The keystore is locked.");
        }

        Opened.Add(key.Id);
        return _entries.Single(e => e.Key.Id == key.Id);
    }

    private OwnKey? Usable(string address, DateTimeOffset at, Func<Entry, bool> does) =>
        _entries.LastOrDefault(e => does(e)
            && e.Key.Certificate.NotBefore <= at && at <= e.Key.Certificate.NotAfter
            && e.Key.Certificate.Addresses.Contains(address, StringComparer.OrdinalIgnoreCase))?.Key;
}
