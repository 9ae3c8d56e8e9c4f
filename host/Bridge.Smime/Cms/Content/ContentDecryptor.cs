using Bridge.Smime.Errors;

namespace Bridge.Smime.Cms.Content;

/// <summary>Decrypts unauthenticated (CBC) content as it streams past.</summary>
public abstract class ContentDecryptor : IDisposable
{
    private protected ContentDecryptor()
    {
    }

    /// <exception cref="UnsupportedAlgorithmException">Not a CBC algorithm that this product reads.</exception>
    /// <exception cref="MalformedException">Code <c>algorithm-malformed</c>: parameters that do not follow their format.</exception>
    /// <exception cref="DecryptionFailedException">The key does not fit the algorithm.</exception>
    public static ContentDecryptor Create(AlgorithmId id, ReadOnlySpan<byte> key) => CbcDecryptor.Create(id, key);

    /// <summary>Largest output of an <see cref="Update"/> with that many bytes, or of <see cref="Finish"/> with 0.</summary>
    public virtual int OutputSize(int inputBytes) => inputBytes + 16;

    /// <summary>Decrypts; returns the bytes written. The last block is held back for <see cref="Finish"/>. Input and output must not overlap.</summary>
    public abstract int Update(ReadOnlySpan<byte> ciphertext, Span<byte> output);

    /// <summary>Checks and removes the padding; returns the bytes written.</summary>
    /// <exception cref="DecryptionFailedException">Bad padding or length.</exception>
    public abstract int Finish(Span<byte> output);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    private protected abstract void Dispose(bool disposing);
}
