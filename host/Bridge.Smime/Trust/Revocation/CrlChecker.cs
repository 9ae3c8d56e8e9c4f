using Bridge.Smime.Errors;
using Bridge.Smime.Trust.Names;
using Bridge.Smime.Trust.Validation;

namespace Bridge.Smime.Trust.Revocation;

/// <summary>CRL processing of RFC 5280 section 6.3.3 over lists at hand.</summary>
internal sealed class CrlChecker(CrlShelf shelf, CrlSigners signers, DateTimeOffset at)
{
    private const string Source = "crl";

    // Lists without nextUpdate break RFC 5280 section 5.1.2.5; one is believed for a month.
    private static readonly TimeSpan s_undatedLife = TimeSpan.FromDays(31);

    public RevocationOutcome Check(RevocationSubject subject)
    {
        Progress progress = new();
        foreach (DistributionPoint point in subject.Profile.DistributionPoints.Append(CrlScope.Implied(subject.Value)))
        {
            IReadOnlyList<RevocationList> lists = shelf.ListsFor(point, subject.Value);
            foreach (RevocationList list in lists.Where(l => l.BaseNumber is null))
            {
                if (Consult(list, lists, point, subject, progress) is { } revoked)
                {
                    return revoked with { Evidence = progress.Evidence };
                }
            }

            if (progress.Reasons == DistributionPoint.AllReasons)
            {
                return RevocationOutcome.Good(Source, progress.AsOf!.Value) with { Evidence = progress.Evidence };
            }
        }

        return progress.Trouble is { } trouble ? RevocationOutcome.BadCrl(trouble)
            : progress.Reasons != 0 ? RevocationOutcome.BadCrl("some-reasons-only")
            : RevocationOutcome.NoData;
    }

    private RevocationOutcome? Consult(RevocationList list, IReadOnlyList<RevocationList> all, DistributionPoint point, RevocationSubject subject, Progress progress)
    {
        int reasons = point.Reasons & (list.Scope.OnlySomeReasons ?? DistributionPoint.AllReasons);
        if ((reasons & ~progress.Reasons) == 0)
        {
            return null;
        }

        if ((CrlScope.Refusal(list, point, subject.Value) ?? Defect(list)) is { } refusal)
        {
            progress.Trouble = refusal;
            return null;
        }

        if (signers.Find(list, subject, out string trouble) is not { } signer)
        {
            progress.Trouble = trouble;
            return null;
        }

        try
        {
            return Read(list, DeltaOf(list, all, signer, subject), reasons, subject, progress);
        }
        catch (MalformedException e)
        {
            progress.Trouble = e.Code;
            return null;
        }
    }

    // RFC 5280 section 6.3.3 (i) to (l). An outdated list cannot say that a certificate is good, only that it was revoked.
    private RevocationOutcome? Read(RevocationList list, RevocationList? delta, int reasons, RevocationSubject subject, Progress progress)
    {
        RevocationEntry? entry = delta?.Find(subject.Value.IssuerName, subject.Value.SerialNumber.Span)
            ?? list.Find(subject.Value.IssuerName, subject.Value.SerialNumber.Span);
        DateTimeOffset asOf = delta?.ThisUpdate ?? list.ThisUpdate;
        progress.Evidence.AddRange(new[] { list, delta }.OfType<RevocationList>().Select(l => (false, l.Der)));
        if (entry is { Reason: not RevocationEntry.RemoveFromCrl })
        {
            bool settled = entry.AppliesAt(at, IsCurrent(list));
            progress.Trouble = settled ? progress.Trouble : "outdated";
            return settled ? RevocationOutcome.Revoked(Source, entry, asOf) : null;
        }

        if (!IsCurrent(list))
        {
            progress.Trouble = list.ThisUpdate > at ? "from-the-future" : "outdated";
            return null;
        }

        progress.Reasons |= reasons;
        progress.AsOf = progress.AsOf is { } other && other < asOf ? other : asOf;
        return null;
    }

    private static string? Defect(RevocationList list) =>
        list.UnknownCritical is not null ? "critical-extension" : list.IsAlgorithmConsistent ? null : "crl-malformed";

    // RFC 5280 section 5.2.4: same issuer, scope and key, made for this base or an older one, and newer than the base.
    private RevocationList? DeltaOf(RevocationList list, IReadOnlyList<RevocationList> all, CrlSigner signer, RevocationSubject subject) =>
        all.Where(d => d.BaseNumber is { } made
                && list.Number is { } number && made <= number && d.Number > number
                && d.IssuerName.Equals(list.IssuerName)
                && d.Scope.Encoded.Span.SequenceEqual(list.Scope.Encoded.Span)
                && Defect(d) is null && IsCurrent(d) && signers.HasSigned(signer, d, subject))
            .MaxBy(d => d.Number);

    private bool IsCurrent(RevocationList list) =>
        list.ThisUpdate <= at && at <= (list.NextUpdate ?? list.ThisUpdate + s_undatedLife);

    private sealed class Progress
    {
        public int Reasons { get; set; }

        public DateTimeOffset? AsOf { get; set; }

        public string? Trouble { get; set; }

        /// <summary>Lists that were read.</summary>
        public List<(bool IsOcsp, ReadOnlyMemory<byte> Der)> Evidence { get; } = [];
    }
}
