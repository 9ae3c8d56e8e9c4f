using Bridge.Smime.Errors;

namespace Bridge.Smime.Cms.Content;

/// <summary>Encrypts content as it streams past, with a fresh IV or nonce.</summary>
public abstract class ContentEncryptor : IDisposable
{
    private protected ContentEncryptor(AlgorithmId algorithm) => Algorithm = algorithm;

    /// <summary>contentEncryptionAlgorithm with the IV or nonce drawn for this content.</summary>
    public AlgorithmId Algorithm { get; }

    /// <summary>The authentication tag; only after <see cref="Finish"/>, empty for unauthenticated modes.</summary>
    public virtual ReadOnlyMemory<byte> Mac => ReadOnlyMemory<byte>.Empty;

    /// <exception cref="UnsupportedAlgorithmException">The algorithm is read and not produced.</exception>
    public static ContentEncryptor Create(ContentAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        if (!algorithm.CanProduce)
        {
            throw new UnsupportedAlgorithmException(algorithm.Name, "This product does not encrypt with it.");
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, algorithm.KeyBytes, nameof(key));
        return algorithm.Authenticated ? AeadEncryptor.Create(algorithm.Oid, key) : CbcEncryptor.Create(algorithm.Oid, key);
    }

    /// <summary>Largest output of an <see cref="Update"/> with that many bytes, or of <see cref="Finish"/> with 0.</summary>
    public virtual int OutputSize(int inputBytes) => inputBytes + 16;

    /// <summary>Additional authenticated data: the DER of authAttrs (RFC 5083 section 2.2). Before any <see cref="Update"/>; authenticated modes only.</summary>
    public virtual void SetAad(ReadOnlySpan<byte> aad) =>
        throw new InvalidOperationException("This mode does not authenticate.");

    /// <summary>Encrypts; returns the bytes written. Input and output must not overlap.</summary>
    public abstract int Update(ReadOnlySpan<byte> plaintext, Span<byte> output);

    /// <summary>Writes what is left, padding included; returns the bytes written.</summary>
    public abstract int Finish(Span<byte> output);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    private protected abstract void Dispose(bool disposing);
}
