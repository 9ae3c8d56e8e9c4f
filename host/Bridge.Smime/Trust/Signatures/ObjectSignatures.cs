using System.Collections.Concurrent;
using System.Security.Cryptography;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Signatures;

/// <summary>
/// Signatures of certificates, revocation lists and OCSP responses, each computed once for a key: paths of many
/// messages share their authorities, and path building meets the same pair again and again. Thread-safe.
/// </summary>
internal sealed class ObjectSignatures
{
    // An answer is some 200 bytes; when the table is full it starts over.
    private const int MaximumAnswers = 8192;

    private readonly ConcurrentDictionary<string, SignatureCheck> _answers = new();

    /// <summary>The issuer's key on the certificate. A tbsCertificate that names another algorithm is malformed (RFC 5280 section 4.1.1.2).</summary>
    public SignatureCheck Verify(Certificate certificate, ReadOnlyMemory<byte> issuerKey, Limits limits, Budget budget)
    {
        if (!certificate.Structure.TbsCertificate.Signature.Equals(certificate.Structure.SignatureAlgorithm))
        {
            return Fault(SignatureCheckStatus.Malformed, certificate.Structure.SignatureAlgorithm.Algorithm.Id);
        }

        return Verify(certificate.Sha256, () => SignedObject.Read(certificate.Der), issuerKey, limits, budget);
    }

    /// <param name="id">SHA-256 of the whole object.</param>
    /// <param name="read">Takes the object apart; called only when the answer is not known yet.</param>
    /// <param name="key">SubjectPublicKeyInfo of the supposed signer, DSA parameters included.</param>
    /// <param name="limits">Bounds on key sizes.</param>
    /// <param name="budget">What this validation may still cost.</param>
    public SignatureCheck Verify(string id, Func<SignedObject> read, ReadOnlyMemory<byte> key, Limits limits, Budget budget)
    {
        string pair = id + Convert.ToHexStringLower(SHA256.HashData(key.Span));
        if (_answers.TryGetValue(pair, out SignatureCheck? known))
        {
            return known;
        }

        SignatureCheck answer;
        try
        {
            SignedObject parts = read();
            AlgorithmId algorithm = AlgorithmId.Decode(parts.Algorithm);
            if (!budget.SpendSignature(algorithm, key, parts.Signed.Length))
            {
                return Fault(SignatureCheckStatus.Unsupported, "-");
            }

            answer = SignatureVerifier.VerifyObject(key, algorithm, parts.Signed, parts.Signature.Span, limits);
        }
        catch (MalformedException)
        {
            answer = Fault(SignatureCheckStatus.Malformed, "-");
        }

        if (_answers.Count >= MaximumAnswers)
        {
            _answers.Clear();
        }

        _answers[pair] = answer;
        return answer;
    }

    private static SignatureCheck Fault(SignatureCheckStatus status, string algorithm) => new(status, algorithm, null, 0);
}
