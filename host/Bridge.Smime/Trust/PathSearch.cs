using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Trust.Building;
using Bridge.Smime.Trust.Fetching;
using Bridge.Smime.Trust.Revocation;
using Bridge.Smime.Trust.Revocation.Ocsp;
using Bridge.Smime.Trust.Signatures;
using Bridge.Smime.Trust.Validation;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust;

/// <summary>One validation: tries the candidate paths of a certificate and keeps the one closest to valid.</summary>
internal sealed class PathSearch
{
    private readonly TrustSources _sources;
    private readonly Downloads? _downloads;
    private readonly IssuerSource _issuers;
    private readonly ObjectSignatures _signatures;
    private readonly SmimePolicy _policy;
    private readonly Budget _budget;
    private readonly DateTimeOffset _at;
    private readonly RevocationChecker _revocation;

    // Certificates whose revocation is being asked: a signer of lists below one of them cannot vouch for it.
    private readonly HashSet<string> _underQuestion = [];

    public PathSearch(TrustSources sources, IReadOnlyList<Certificate> fromMessage, IReadOnlyList<ReadOnlyMemory<byte>> revocationLists, DateTimeOffset at, SmimePolicy policy, VerificationEffort effort, CancellationToken cancellationToken)
    {
        (_sources, _policy, _at) = (sources, policy, at);
        _signatures = sources.Signatures;
        _budget = new Budget(policy.Limits, effort);
        _downloads = Downloads.Create(sources, policy, _budget, cancellationToken);
        _issuers = new IssuerSource(sources.Anchors, sources.Directory, fromMessage.Take(policy.Limits.Certificates), at);
        _revocation = new RevocationChecker(policy, RevocationSources(revocationLists));
    }

    /// <summary>The best path for the certificate, judged.</summary>
    public PathNotes Find(PathLink endEntity, CertificateUsage usage)
    {
        List<Certificate> fetched = [];
        while (true)
        {
            PathBuilder builder = new(_issuers, _signatures, _policy.Limits, _budget);
            if (Best(builder.Build(endEntity), usage) is { } best)
            {
                if (best.Status == ChainStatus.Valid && fetched.Count > 0)
                {
                    _sources.KeepFetched?.Invoke(fetched);
                }

                return best;
            }

            PathNotes none = Unanchored(builder, endEntity, usage);
            List<Certificate> more = none.IsGoodButForAnchor ? FetchIssuers(builder.Longest[^1].Certificate) : [];
            if (more.Count == 0)
            {
                return none;
            }

            fetched.AddRange(more);
        }
    }

    private List<IRevocationSource> RevocationSources(IReadOnlyList<ReadOnlyMemory<byte>> fromMessage)
    {
        CrlShelf shelf = new(_sources.Lists, _sources.Revocation);
        CrlSigners signers = new(_issuers, _signatures, _policy, _budget, IsTrustedSigner);
        CrlChecker crls = new(shelf, signers, _at);
        OcspChecker ocsp = new(_signatures, _policy, _budget, crls, _at);
        List<IRevocationSource> found = [];
        if (_policy.UseOcsp && _sources.Revocation is { } store)
        {
            found.Add(new StoredOcsp(ocsp, store));
        }

        if (_policy.UseCrl)
        {
            found.Add(new StoredCrls(crls));
        }

        if (_downloads is { } downloads && !_policy.RevocationOffline)
        {
            found.AddRange(Fetched(ocsp, crls, shelf, downloads));
        }

        if (_policy.UseCrl && fromMessage.Count > 0)
        {
            found.Add(new StoredCrls(new CrlChecker(new CrlShelf(_sources.Lists, _sources.Revocation, fromMessage), signers, _at)));
        }

        return found;
    }

    private IEnumerable<IRevocationSource> Fetched(OcspChecker ocsp, CrlChecker crls, CrlShelf shelf, Downloads downloads)
    {
        if (_policy.UseOcsp)
        {
            yield return new FetchedOcsp(ocsp, _sources.Revocation, downloads, _sources.Clock);
        }

        if (_policy.UseCrl)
        {
            yield return new FetchedCrls(crls, shelf, downloads, _sources.Clock);
        }
    }

    // Only new certificates count, so that the search ends when the network has nothing more to give.
    private List<Certificate> FetchIssuers(Certificate top)
    {
        if (_downloads is null || top.SubjectName.Equals(top.IssuerName))
        {
            return [];
        }

        HashSet<string> known = [.. _issuers.Named(top.IssuerDer, top.IssuerName).Select(i => i.Link.Certificate.Sha256)];
        List<Certificate> found = [.. IssuerDownload.Fetch(top, _downloads).Where(c => known.Add(c.Sha256))];
        found.ForEach(_issuers.AddFetched);
        return found;
    }

    private PathNotes? Best(IEnumerable<CandidatePath> candidates, CertificateUsage usage)
    {
        PathNotes? best = null;
        foreach (CandidatePath path in candidates)
        {
            if (!_budget.SpendPath())
            {
                break;
            }

            PathNotes notes = Judge(path, usage);
            // An issuer's word that the end entity is revoked is not undone by another way to it.
            if (notes.Status == ChainStatus.Valid || notes.Revocation == RevocationAnswer.Revoked)
            {
                return notes;
            }

            best = best is null || notes.Rank > best.Rank ? notes : best;
        }

        return best;
    }

    private PathNotes Judge(CandidatePath path, CertificateUsage usage)
    {
        PathProcessor processor = new(path, usage, _at, _policy, new CertificateChecks(_signatures, _policy, _budget));
        PathNotes notes = processor.Process();
        if (notes.IsGoodButForTime)
        {
            _revocation.Check(path, processor.Keys, notes);
        }

        return notes;
    }

    private bool IsTrustedSigner(PathLink signer, RevocationSubject subject)
    {
        if (!_underQuestion.Add(signer.Certificate.Sha256))
        {
            return false;
        }

        PathBuilder builder = new(_issuers, _signatures, _policy.Limits, _budget);
        IEnumerable<CandidatePath> sameAnchor = builder.Build(signer).Where(p => p.Anchor.Certificate.Equals(subject.Anchor.Certificate));
        bool trusted = Best(sameAnchor, CertificateUsage.Any) is { Status: ChainStatus.Valid };
        _underQuestion.Remove(signer.Certificate.Sha256);
        return trusted;
    }

    private PathNotes Unanchored(PathBuilder builder, PathLink endEntity, CertificateUsage usage)
    {
        IReadOnlyList<PathLink> partial = builder.Longest;
        PathNotes notes = new(partial);
        int last = partial.Count - 1;
        Certificate top = partial[last].Certificate;
        string code = _budget.IsExhausted ? FindingCodes.PathStepLimit
            : top.SubjectName.Equals(top.IssuerName) ? FindingCodes.PathSelfSigned
            : builder.MetBadSignature ? FindingCodes.CertificateSignatureBad
            : FindingCodes.PathNoIssuer;
        notes.Fail(last, ChainStatus.Untrusted, code, ("issuer", top.Issuer));
        CertificateProfile profile = CertificateProfile.Of(endEntity.Certificate);
        if (profile.Malformed is { } malformed)
        {
            notes.Fail(0, ChainStatus.Malformed, FindingCodes.CertificateExtensionMalformed, ("oid", malformed));
        }

        CertificateChecks.CheckTime(notes, 0, endEntity.Certificate, _at);
        MailUsage.Check(notes, endEntity.Certificate, profile, usage);
        return notes;
    }
}
