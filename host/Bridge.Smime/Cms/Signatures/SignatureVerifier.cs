using System.Security.Cryptography;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Values;

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
        Limits limits) =>
        Judge(spki, signatureAlgorithm, digestAlgorithm, new SignedBytes(signed, null), signature, limits);

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
        Limits limits) =>
        Judge(spki, signatureAlgorithm, digestAlgorithm, new SignedBytes(content, contentDigest.ToArray()), signature, limits);

    /// <summary>A signature of an X.509 object (certificate, CRL, OCSP response), whose algorithm names its digest itself.</summary>
    public static SignatureCheck VerifyObject(
        ReadOnlyMemory<byte> spki,
        AlgorithmId signatureAlgorithm,
        ReadOnlyMemory<byte> signed,
        ReadOnlySpan<byte> signature,
        Limits limits) =>
        Judge(spki, signatureAlgorithm, null, new SignedBytes(signed, null), signature, limits);

    private static SignatureCheck Judge(
        ReadOnlyMemory<byte> spki,
        AlgorithmId signatureAlgorithm,
        AlgorithmId? digestAlgorithm,
        SignedBytes signed,
        ReadOnlySpan<byte> signature,
        Limits limits)
    {
        string name = SignatureParameters.NameOf(signatureAlgorithm, digestAlgorithm, "");
        HashAlgorithmName? digest = null;
        int bits = 0;
        SignatureCheck Outcome(SignatureCheckStatus status) => new(status, name, digest, bits);
        try
        {
            PublicKeyInfo key = PublicKeyInfo.Read(spki, limits);
            name = SignatureParameters.NameOf(signatureAlgorithm, digestAlgorithm, key.CurveName);
            bits = key.Bits;
            SignatureParameters parameters = SignatureParameters.Read(signatureAlgorithm, digestAlgorithm);
            digest = parameters.Digest;
            if (!key.Fits(parameters))
            {
                return Outcome(SignatureCheckStatus.KeyMismatch);
            }

            signed.Prepare(parameters, digestAlgorithm);
            return Outcome(Holds(key, parameters, signed, signature) ? SignatureCheckStatus.Good : SignatureCheckStatus.Bad);
        }
        catch (MalformedException)
        {
            return Outcome(SignatureCheckStatus.Malformed);
        }
        catch (UnsupportedAlgorithmException)
        {
            return Outcome(SignatureCheckStatus.Unsupported);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or InvalidOperationException or FormatException or ArithmeticException)
        {
            // What a library calls an exception here is a key that its parser or its curve arithmetic rejects.
            return Outcome(SignatureCheckStatus.Malformed);
        }
    }

    private static bool Holds(PublicKeyInfo key, SignatureParameters parameters, SignedBytes signed, ReadOnlySpan<byte> signature) =>
        parameters.Family switch
        {
            SignatureFamily.RsaPkcs1 or SignatureFamily.RsaPss => RsaSignature.Verify(key, parameters, signed.Digest, signature),
            SignatureFamily.Ecdsa => EcdsaSignature.Verify(key, signed.Digest, signature),
            SignatureFamily.Dsa => DsaSignature.Verify(key, signed.Digest, signature),
            SignatureFamily.EdDsa => EdDsaSignature.Verify(key, signed.Content, signature),
            _ => MlDsaSignature.Verify(key, signed.Content, signature),
        };

    /// <summary>What was signed: the bytes, or their digest where nobody kept the bytes.</summary>
    private sealed class SignedBytes(ReadOnlyMemory<byte>? content, byte[]? digest)
    {
        public byte[] Digest { get; private set; } = [];

        public ReadOnlySpan<byte> Content => content!.Value.Span;

        public void Prepare(SignatureParameters parameters, AlgorithmId? digestAlgorithm)
        {
            if (parameters.Digest is not { } name)
            {
                _ = content ?? throw new UnsupportedAlgorithmException(parameters.PureOid!, "The content is too large to be signed without attributes.");
                return;
            }

            if (digest is not null && Digests.ByOid(digestAlgorithm!.Oid) != name)
            {
                throw SignatureParameters.Malformed("Signature and digest algorithm name different digests, and there are no signed attributes.");
            }

            Digest = digest ?? ContentDigest.Compute(name, content!.Value.Span);
        }
    }
}
