using Bridge.Smime.Errors;

namespace Bridge.Smime.Cms.Content;

/// <summary>Opens authenticated content (AES-GCM and CCM of RFC 5084, ChaCha20-Poly1305 of RFC 8103). No plaintext before the tag holds.</summary>
public static class AuthenticatedContent
{
    /// <summary>Replaces the ciphertext by the plaintext, which has the same length; on failure by zeros.</summary>
    /// <param name="id">contentEncryptionAlgorithm.</param>
    /// <param name="key">Content key.</param>
    /// <param name="ciphertext">The whole ciphertext, without the tag.</param>
    /// <param name="aad">DER of authAttrs as SET OF; empty when absent.</param>
    /// <param name="mac">The tag.</param>
    /// <exception cref="DecryptionFailedException">The tag does not hold, or the key does not fit.</exception>
    /// <exception cref="UnsupportedAlgorithmException">Not an AEAD algorithm that this product reads.</exception>
    /// <exception cref="MalformedException">Code <c>algorithm-malformed</c>.</exception>
    public static void DecryptInPlace(
        AlgorithmId id,
        ReadOnlySpan<byte> key,
        Span<byte> ciphertext,
        ReadOnlySpan<byte> aad,
        ReadOnlySpan<byte> mac) => throw new NotImplementedException();
}
