using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;

namespace Bridge.Keystore.Keys;

/// <summary>What one kind of private key can do. What it cannot is refused when signing, and null when decrypting.</summary>
internal abstract class PrivateOperations : IDisposable
{
    /// <summary>Whether this is the private half of that public key.</summary>
    public abstract bool IsPublicKey(PublicKeyInfo key);

    /// <exception cref="RefusalException">Code <c>key-unusable</c>.</exception>
    public virtual byte[] Sign(ReadOnlySpan<byte> data, SignatureScheme scheme) => throw WrongScheme();

    public virtual byte[]? DecryptRsa(ReadOnlySpan<byte> encryptedKey, RsaTransportScheme scheme) => null;

    public virtual byte[]? Agree(ReadOnlySpan<byte> peer) => null;

    public virtual byte[]? Decapsulate(ReadOnlySpan<byte> ciphertext) => null;

    public abstract void Dispose();

    internal static RefusalException WrongScheme() =>
        new("key-unusable", RefusalKind.Key, "This kind of key does not make signatures of that kind.");
}
