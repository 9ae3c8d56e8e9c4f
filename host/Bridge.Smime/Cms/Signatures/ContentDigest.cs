using System.Security.Cryptography;

namespace Bridge.Smime.Cms.Signatures;

/// <summary>A message digest taken while content streams past. Wider than <see cref="IncrementalHash"/>: it knows SHAKE256 (RFC 8419).</summary>
public abstract class ContentDigest : IDisposable
{
    private protected ContentDigest(HashAlgorithmName name) => Name = name;

    public HashAlgorithmName Name { get; }

    /// <summary>Null when the digest is not one that this product does.</summary>
    public static ContentDigest? Create(AlgorithmId digestAlgorithm) =>
        Digests.ByOid(digestAlgorithm.Oid) is { } name ? Create(name) : null;

    public static ContentDigest Create(HashAlgorithmName name) =>
        name == Digests.Shake256 ? new ShakeDigest() : new HashDigest(name);

    /// <summary>Digest of bytes at hand.</summary>
    public static byte[] Compute(HashAlgorithmName name, ReadOnlySpan<byte> data)
    {
        if (name != Digests.Shake256)
        {
            return CryptographicOperations.HashData(name, data);
        }

        using ContentDigest digest = new ShakeDigest();
        digest.Append(data);
        return digest.Finish();
    }

    public abstract void Append(ReadOnlySpan<byte> data);

    /// <summary>The digest of everything appended. Call once.</summary>
    public abstract byte[] Finish();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    private protected abstract void Dispose(bool disposing);

    private sealed class HashDigest(HashAlgorithmName name) : ContentDigest(name)
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(name);

        public override void Append(ReadOnlySpan<byte> data) => _hash.AppendData(data);

        public override byte[] Finish() => _hash.GetHashAndReset();

        private protected override void Dispose(bool disposing) => _hash.Dispose();
    }

    // .NET's SHAKE needs OpenSSL 1.1.1 or Windows 11; this one is everywhere, and Ed448 mail is rare.
    private sealed class ShakeDigest() : ContentDigest(Digests.Shake256)
    {
        private readonly Org.BouncyCastle.Crypto.Digests.ShakeDigest _shake = new(256);

        public override void Append(ReadOnlySpan<byte> data) => _shake.BlockUpdate(data);

        public override byte[] Finish()
        {
            byte[] output = new byte[64];
            _shake.OutputFinal(output);
            return output;
        }

        private protected override void Dispose(bool disposing)
        {
        }
    }
}
