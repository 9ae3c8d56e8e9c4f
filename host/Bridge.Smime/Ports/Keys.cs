using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Values;

namespace Bridge.Smime.Ports;

/// <summary>A private key that signs. Keys are operations: software keys, PKCS#11 tokens and OS stores look the same.</summary>
public interface ISigningKey : IDisposable
{
    KeyAlgorithm Algorithm { get; }

    /// <summary>Signs the bytes themselves (the DER of the signed attributes); the digest is taken inside.</summary>
    /// <exception cref="Errors.RefusalException">The key does not do this scheme, or its device refused.</exception>
    byte[] Sign(ReadOnlySpan<byte> data, SignatureScheme scheme);
}

/// <summary>
/// A private key that recovers content-encryption keys. A failure that is about the data is null; <see cref="Errors.RefusalException"/>
/// says that the key itself is not to be had: its token was pulled out, or its PIN was not given.
/// </summary>
public interface IDecryptionKey : IDisposable
{
    KeyAlgorithm Algorithm { get; }

    /// <summary>RSA key transport (RFC 8017). Null on any failure: the caller goes on with a random key (RFC 3218).</summary>
    byte[]? DecryptRsa(ReadOnlySpan<byte> encryptedKey, RsaTransportScheme scheme);

    /// <summary>Key agreement: the raw shared secret Z for the peer's SubjectPublicKeyInfo-encoded key (ECDH, X25519, X448). Null on failure.</summary>
    byte[]? Agree(ReadOnlySpan<byte> peerSubjectPublicKeyInfo);

    /// <summary>Key encapsulation (ML-KEM, RFC 9629): the shared secret of the ciphertext. Null on failure.</summary>
    byte[]? Decapsulate(ReadOnlySpan<byte> ciphertext);
}
