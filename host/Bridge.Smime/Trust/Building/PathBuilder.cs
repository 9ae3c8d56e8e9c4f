using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Policy;
using Bridge.Smime.Trust.Signatures;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Building;

/// <summary>
/// Enumerates the ways from a certificate to an anchor, depth first and likeliest first (RFC 4158). A step is taken only
/// when the issuer's key verifies the certificate, so that look-alike names cost one signature check and no detour.
/// </summary>
internal sealed class PathBuilder(IssuerSource source, ObjectSignatures signatures, Limits limits, Budget budget)
{
    private const int MaximumLength = 20;

    private List<PathLink> _longest = [];

    /// <summary>The longest way found that leads to no anchor, end entity first.</summary>
    public IReadOnlyList<PathLink> Longest => _longest;

    /// <summary>Whether issuers were found by name that have not signed the last certificate of <see cref="Longest"/>.</summary>
    public bool MetBadSignature { get; private set; }

    public IEnumerable<CandidatePath> Build(PathLink endEntity)
    {
        _longest = [endEntity];
        if (source.AnchorFor(endEntity.Certificate) is { } itself)
        {
            yield return new CandidatePath([], itself);
        }

        foreach (CandidatePath path in Extend([endEntity]))
        {
            yield return path;
        }
    }

    private IEnumerable<CandidatePath> Extend(List<PathLink> path)
    {
        Certificate last = path[^1].Certificate;
        foreach (Issuer issuer in source.IssuersOf(last))
        {
            if (!budget.SpendStep())
            {
                yield break;
            }

            if (IsLoop(path, issuer.Link.Certificate) || !MayHaveSigned(issuer.Link.Certificate, last, path.Count))
            {
                continue;
            }

            if (issuer.Anchor is { } anchor)
            {
                yield return new CandidatePath([.. path], anchor);
                continue;
            }

            foreach (CandidatePath found in ExtendBy(path, issuer.Link))
            {
                yield return found;
            }
        }
    }

    private IEnumerable<CandidatePath> ExtendBy(List<PathLink> path, PathLink next)
    {
        if (path.Count >= MaximumLength)
        {
            yield break;
        }

        path.Add(next);
        if (path.Count > _longest.Count)
        {
            _longest = [.. path];
            MetBadSignature = false;
        }

        foreach (CandidatePath found in Extend(path))
        {
            yield return found;
        }

        path.RemoveAt(path.Count - 1);
    }

    // The same name with the same key twice leads nowhere new (RFC 4158 section 2.4.2).
    private static bool IsLoop(List<PathLink> path, Certificate next) =>
        path.Any(l => l.Certificate.SubjectName.Equals(next.SubjectName)
            && l.Certificate.SubjectPublicKeyInfo.Span.SequenceEqual(next.SubjectPublicKeyInfo.Span));

    private bool MayHaveSigned(Certificate issuer, Certificate certificate, int depth)
    {
        if (InheritedParameters.IsMissing(issuer))
        {
            return true;
        }

        SignatureCheckStatus status = signatures.Verify(certificate, issuer.SubjectPublicKeyInfo, limits, budget).Status;
        MetBadSignature |= status is SignatureCheckStatus.Bad && depth == _longest.Count;
        // What cannot be judged here is judged, and explained, by validation.
        return status is SignatureCheckStatus.Good or SignatureCheckStatus.Unsupported or SignatureCheckStatus.Malformed;
    }
}
