using System.Security.Cryptography;
using Bridge.Keystore.Own;
using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Keys;

/// <summary>A private key held in this process's memory, wiped on disposal.</summary>
public sealed class SoftwareKey : ISigningKey, IDecryptionKey
{
    private readonly PrivateOperations _operations;

    private SoftwareKey(KeyAlgorithm algorithm, PrivateOperations operations)
    {
        Algorithm = algorithm;
        _operations = operations;
    }

    public KeyAlgorithm Algorithm { get; }

    /// <summary>Takes a PKCS#8 PrivateKeyInfo (RFC 5958) that belongs to the certificate.</summary>
    /// <exception cref="MalformedException">Code <c>key-malformed</c>.</exception>
    /// <exception cref="UnsupportedAlgorithmException">A kind of key that this product does not use.</exception>
    /// <exception cref="RefusalException">Code <c>key-mismatch</c>: the certificate names another key.</exception>
    public static SoftwareKey FromPkcs8(ReadOnlySpan<byte> pkcs8, Certificate certificate)
    {
        PrivateOperations operations = Pkcs8Reader.Open(pkcs8);
        if (operations.IsPublicKey(PublicKeyInfo.Read(certificate.SubjectPublicKeyInfo, new Limits())))
        {
            return new SoftwareKey(certificate.KeyAlgorithm, operations);
        }

        operations.Dispose();
        throw new RefusalException("key-mismatch", RefusalKind.Key, "The private key is not the one that the certificate names.");
    }

    /// <summary>Whether this PKCS#8 key is the one that the certificate names. False for a key that cannot be read.</summary>
    public static bool Matches(ReadOnlySpan<byte> pkcs8, Certificate certificate)
    {
        try
        {
            using PrivateOperations operations = Pkcs8Reader.Open(pkcs8);
            return operations.IsPublicKey(PublicKeyInfo.Read(certificate.SubjectPublicKeyInfo, new Limits()));
        }
        catch (Exception e) when (e is MalformedException or UnsupportedAlgorithmException)
        {
            return false;
        }
    }

    /// <summary>
    /// Whether the key does what its kind can, tried against its certificate: a signature verifies, a wrapped key comes back.
    /// </summary>
    public static bool SelfTest(ReadOnlySpan<byte> pkcs8, Certificate certificate)
    {
        try
        {
            using SoftwareKey key = FromPkcs8(pkcs8, certificate);
            return (!KeyUsability.KindSigns(key.Algorithm) || KeyTrial.Signs(key, certificate))
                && (!ContentKeys.CanWrap(certificate) || KeyTrial.Unwraps(key, certificate));
        }
        catch (Exception e) when (e is MalformedException or UnsupportedAlgorithmException or RefusalException)
        {
            return false;
        }
    }

    public byte[] Sign(ReadOnlySpan<byte> data, SignatureScheme scheme)
    {
        try
        {
            return _operations.Sign(data, scheme);
        }
        catch (CryptographicException e)
        {
            throw new RefusalException("key-unusable", RefusalKind.Key, "The key could not make this signature.", inner: e);
        }
    }

    public byte[]? DecryptRsa(ReadOnlySpan<byte> encryptedKey, RsaTransportScheme scheme) => _operations.DecryptRsa(encryptedKey, scheme);

    public byte[]? Agree(ReadOnlySpan<byte> peerSubjectPublicKeyInfo) => _operations.Agree(peerSubjectPublicKeyInfo);

    public byte[]? Decapsulate(ReadOnlySpan<byte> ciphertext) => _operations.Decapsulate(ciphertext);

    public void Dispose() => _operations.Dispose();
}
