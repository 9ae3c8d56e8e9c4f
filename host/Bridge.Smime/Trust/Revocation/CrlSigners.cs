using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Policy;
using Bridge.Smime.Trust.Building;
using Bridge.Smime.Trust.Signatures;
using Bridge.Smime.Trust.Validation;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Revocation;

/// <summary>A certificate whose key has signed a list.</summary>
internal sealed record CrlSigner(Certificate Certificate, ReadOnlyMemory<byte> Key);

/// <summary>
/// Finds who signed a list: the issuer of the certificate in question, or another certificate of the list's issuer name
/// that may sign lists and has a valid path to the same anchor (RFC 5280 section 6.3.3 f).
/// </summary>
internal sealed class CrlSigners(IssuerSource source, ObjectSignatures signatures, SmimePolicy policy, Budget budget, Func<PathLink, RevocationSubject, bool> hasPath)
{
    private readonly Dictionary<string, bool> _paths = [];

    public CrlSigner? Find(RevocationList list, RevocationSubject subject, out string trouble)
    {
        trouble = "signer-unknown";
        foreach (CrlSigner candidate in Candidates(list, subject))
        {
            if (!HasSigned(candidate, list, subject))
            {
                trouble = "bad-signature";
            }
            else if (!CertificateProfile.Of(candidate.Certificate).Allows(Org.BouncyCastle.Asn1.X509.KeyUsage.CrlSign))
            {
                trouble = "signer-not-allowed";
            }
            else if (IsTrusted(candidate, subject))
            {
                return candidate;
            }
            else
            {
                trouble = "signer-without-path";
            }
        }

        return null;
    }

    /// <summary>Whether this key signed that list, with an algorithm that policy accepts.</summary>
    public bool HasSigned(CrlSigner signer, RevocationList list, RevocationSubject subject)
    {
        SignatureCheck check = signatures.Verify(list.Sha256, () => list.Parts, signer.Key, policy.Limits, budget);
        return check.Status == SignatureCheckStatus.Good
            && (policy.AcceptSha1 || check.Digest != System.Security.Cryptography.HashAlgorithmName.SHA1);
    }

    private IEnumerable<CrlSigner> Candidates(RevocationList list, RevocationSubject subject)
    {
        Certificate issuer = subject.Issuer.Certificate;
        if (issuer.SubjectName.Equals(list.IssuerName))
        {
            yield return new CrlSigner(issuer, subject.IssuerKey);
        }

        foreach (Issuer other in source.Named(list.IssuerDer, list.IssuerName).Where(i => !i.Link.Certificate.Equals(issuer)))
        {
            yield return new CrlSigner(other.Link.Certificate, InheritedParameters.Complete(other.Link.Certificate, subject.IssuerKey));
        }
    }

    private bool IsTrusted(CrlSigner signer, RevocationSubject subject)
    {
        // A signer of lists may be told to answer for itself: its path is the one in question, good but for this answer.
        if (signer.Certificate.Equals(subject.Issuer.Certificate) || signer.Certificate.Equals(subject.Anchor.Certificate) || signer.Certificate.Equals(subject.Value))
        {
            return true;
        }

        string key = signer.Certificate.Sha256 + subject.Anchor.Certificate.Sha256;
        if (!_paths.TryGetValue(key, out bool trusted))
        {
            // Until answered, the signer cannot vouch for itself by a list that it signed.
            _paths[key] = false;
            _paths[key] = trusted = hasPath(new PathLink(signer.Certificate, "store"), subject);
        }

        return trusted;
    }
}
