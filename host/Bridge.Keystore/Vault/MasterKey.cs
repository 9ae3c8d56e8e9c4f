using System.Security.Cryptography;

namespace Bridge.Keystore.Vault;

/// <summary>The key under which every secret of one keystore is sealed: 32 random bytes, held only while in use.</summary>
public sealed class MasterKey : IDisposable
{
    public const int Size = 32;

    private readonly SecretBytes _bytes;

    public MasterKey(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size);
        _bytes = new SecretBytes(bytes);
        Id = IdOf(bytes);
    }

    /// <summary>
    /// Names the key without telling it: a digest. It also commits to it, which the seal alone would not: a folder beside
    /// the wrong key is recognised as such.
    /// </summary>
    public string Id { get; }

    internal ReadOnlySpan<byte> Bytes => _bytes.Span;

    public static MasterKey Generate()
    {
        using SecretBytes fresh = new(Size);
        RandomNumberGenerator.Fill(fresh.Span);
        return new MasterKey(fresh.Span);
    }

    public void Dispose() => _bytes.Dispose();

    private static string IdOf(ReadOnlySpan<byte> bytes)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("smime-bridge master key id"u8);
        hash.AppendData(bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
