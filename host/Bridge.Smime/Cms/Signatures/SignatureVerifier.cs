using Bridge.Smime.Policy;

namespace Bridge.Smime.Cms.Signatures;

/// <summary>Checks signature values. Never throws for what a message says: the outcome is data.</summary>
public static class SignatureVerifier
{
    /// <summary>A signature over bytes at hand: the DER re-encoding of signed attributes (RFC 5652 section 5.4).</summary>
    public static SignatureCheck Verify(
        ReadOnlyMemory<byte> spki,
        AlgorithmId signatureAlgorithm,
        AlgorithmId digestAlgorithm,
        ReadOnlyMemory<byte> signed,
        ReadOnlySpan<byte> signature,
        Limits limits) => throw new NotImplementedException();

    /// <summary>
    /// A signature without signed attributes: over the content's digest taken while it streamed past, or over the content
    /// itself for EdDSA and ML-DSA (null when it was too large to keep: <see cref="SignatureCheckStatus.Unsupported"/>).
    /// </summary>
    public static SignatureCheck VerifyDigest(
        ReadOnlyMemory<byte> spki,
        AlgorithmId signatureAlgorithm,
        AlgorithmId digestAlgorithm,
        ReadOnlySpan<byte> contentDigest,
        ReadOnlyMemory<byte>? content,
        ReadOnlySpan<byte> signature,
        Limits limits) => throw new NotImplementedException();

    /// <summary>A signature of an X.509 object (certificate, CRL, OCSP response), whose algorithm names its digest itself.</summary>
    public static SignatureCheck VerifyObject(
        ReadOnlyMemory<byte> spki,
        AlgorithmId signatureAlgorithm,
        ReadOnlyMemory<byte> signed,
        ReadOnlySpan<byte> signature,
        Limits limits) => throw new NotImplementedException();
}
