using System.Security.Cryptography;
using Bridge.Smime.Values;

namespace Bridge.Smime.Cms.Signatures;

/// <summary>How a signature is padded or encoded.</summary>
public enum SignatureFamily
{
    RsaPkcs1,
    RsaPss,
    Dsa,
    Ecdsa,
    EdDsa,
    MlDsa,
}

/// <summary>A signature algorithm with its digest, as this product produces or checks it.</summary>
/// <param name="Family">Padding or construction.</param>
/// <param name="Digest">The message digest; for EdDSA and ML-DSA the digest of the signed attributes' messageDigest only.</param>
/// <param name="SaltLength">PSS salt length in bytes; 0 elsewhere.</param>
public sealed record SignatureScheme(SignatureFamily Family, HashAlgorithmName Digest, int SaltLength = 0);
