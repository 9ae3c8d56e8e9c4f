using System.Security.Cryptography;
using Bridge.Smime.Errors;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;

namespace Bridge.Smime.Cms.KeyManagement;

/// <summary>A key-wrap algorithm: AES (RFC 3394), AES with padding (RFC 5649), and 3DES (RFC 3217) for reading.</summary>
internal sealed record KeyWrap(string Oid, string Name, int KekBytes)
{
    private static readonly KeyWrap[] s_all =
    [
        new(Oids.Aes128Wrap, "AES-128-Wrap", 16),
        new(Oids.Aes192Wrap, "AES-192-Wrap", 24),
        new(Oids.Aes256Wrap, "AES-256-Wrap", 32),
        new(Oids.Aes128WrapPad, "AES-128-Wrap-Pad", 16),
        new(Oids.Aes192WrapPad, "AES-192-Wrap-Pad", 24),
        new(Oids.Aes256WrapPad, "AES-256-Wrap-Pad", 32),
        new(Oids.TripleDesWrap, "3DES-Wrap", 24),
    ];

    public static string NameOf(string oid) => s_all.FirstOrDefault(w => w.Oid == oid)?.Name ?? oid;

    /// <summary>Absent parameters are the rule (RFC 3565 section 2.3.2); NULL is older practice, and 3DES's own.</summary>
    /// <exception cref="MalformedException">Code <c>recipient-malformed</c>.</exception>
    /// <exception cref="UnsupportedAlgorithmException">Another wrap algorithm.</exception>
    public static KeyWrap Read(AlgorithmId id)
    {
        KeyWrap wrap = s_all.FirstOrDefault(w => w.Oid == id.Oid)
            ?? throw new UnsupportedAlgorithmException(id.Oid, "This key wrap algorithm is not done.");
        return id.HasNoParameters ? wrap : throw RecipientInfo.Malformed("A key wrap algorithm has parameters where there are none.");
    }

    /// <summary>AES wrap with a key of the content key's length, so that neither weakens the other.</summary>
    public static KeyWrap ForContentKey(int bytes) => bytes switch
    {
        16 => s_all[0],
        24 => s_all[1],
        _ => s_all[2],
    };

    /// <summary>AES wrap without padding; the other algorithms are only read.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> kek, ReadOnlySpan<byte> contentKey)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(kek.Length, KekBytes, nameof(kek));
        AesWrapEngine engine = new();
        engine.Init(true, new KeyParameter(kek));
        byte[] key = contentKey.ToArray();
        byte[] wrapped = engine.Wrap(key, 0, key.Length);
        CryptographicOperations.ZeroMemory(key);
        return wrapped;
    }

    /// <summary>Null when the integrity check does not hold.</summary>
    public byte[]? Unwrap(ReadOnlySpan<byte> kek, ReadOnlySpan<byte> wrapped)
    {
        try
        {
            IWrapper engine = Engine();
            engine.Init(false, new KeyParameter(kek));
            return engine.Unwrap(wrapped.ToArray(), 0, wrapped.Length);
        }
        catch (Exception e) when (e is CryptoException or ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private IWrapper Engine() => Oid switch
    {
        Oids.Aes128Wrap or Oids.Aes192Wrap or Oids.Aes256Wrap => new AesWrapEngine(),
        Oids.TripleDesWrap => new DesEdeWrapEngine(),
        _ => new AesWrapPadEngine(),
    };
}
