using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Keys;

/// <summary>A private key held in this process's memory, wiped on disposal.</summary>
public sealed class SoftwareKey : ISigningKey, IDecryptionKey
{
    private SoftwareKey(KeyAlgorithm algorithm) => Algorithm = algorithm;

    public KeyAlgorithm Algorithm { get; }

    /// <summary>Takes a PKCS#8 PrivateKeyInfo (RFC 5958) that belongs to the certificate.</summary>
    /// <exception cref="MalformedException">Code <c>key-malformed</c>.</exception>
    /// <exception cref="UnsupportedAlgorithmException">A kind of key that this product does not use.</exception>
    /// <exception cref="RefusalException">Code <c>key-mismatch</c>: the certificate names another key.</exception>
    public static SoftwareKey FromPkcs8(ReadOnlySpan<byte> pkcs8, Certificate certificate) => throw new NotImplementedException();

    /// <summary>Whether this PKCS#8 key is the one that the certificate names. False for a key that cannot be read.</summary>
    public static bool Matches(ReadOnlySpan<byte> pkcs8, Certificate certificate) => throw new NotImplementedException();

    public byte[] Sign(ReadOnlySpan<byte> data, SignatureScheme scheme) => throw new NotImplementedException();

    public byte[]? DecryptRsa(ReadOnlySpan<byte> encryptedKey, RsaTransportScheme scheme) => throw new NotImplementedException();

    public byte[]? Agree(ReadOnlySpan<byte> peerSubjectPublicKeyInfo) => throw new NotImplementedException();

    public byte[]? Decapsulate(ReadOnlySpan<byte> ciphertext) => throw new NotImplementedException();

    public void Dispose()
    {
    }
}
