using System.Security.Cryptography;

namespace Bridge.Smime.Cms.Signatures;

/// <summary>What the mathematics says of one signature value.</summary>
public enum SignatureCheckStatus
{
    /// <summary>The signature holds for these bytes and this key.</summary>
    Good,
    /// <summary>It does not.</summary>
    Bad,
    /// <summary>An algorithm, a parameter or a key size that this product does not do.</summary>
    Unsupported,
    /// <summary>The signature algorithm is not one for the certificate's kind of key.</summary>
    KeyMismatch,
    /// <summary>Parameters, key or signature value do not follow their format.</summary>
    Malformed,
}

/// <summary>The outcome of checking one signature value. Says nothing of the signer or of policy.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="AlgorithmName">For people: <c>RSASSA-PSS SHA-256</c>, <c>ECDSA P-256 SHA-256</c>, <c>Ed25519</c>; the object identifier when unknown.</param>
/// <param name="Digest">The digest that the signature rests on; null for EdDSA and ML-DSA, which have none of choice, and when unknown.</param>
/// <param name="KeyBits">Modulus or field size in bits; 0 where size has no meaning or the key was not read.</param>
public sealed record SignatureCheck(SignatureCheckStatus Status, string AlgorithmName, HashAlgorithmName? Digest, int KeyBits);
