using Bridge.Smime.Ports;
using Bridge.Smime.Trust.Fetching;
using Bridge.Smime.Trust.Names;

namespace Bridge.Smime.Trust.Revocation;

/// <summary>Revocation lists fetched from the certificate's distribution points, deltas included, then judged like lists at hand.</summary>
internal sealed class FetchedCrls(CrlChecker checker, CrlShelf shelf, Downloads downloads, TimeProvider clock) : IRevocationSource
{
    private const int MaximumBytes = 20 << 20;

    public bool Fetches => true;

    public RevocationOutcome Ask(RevocationSubject subject)
    {
        bool any = false;
        foreach (IEnumerable<GeneralName> point in subject.Profile.DistributionPoints.Concat(subject.Profile.FreshestCrl).Select(p => p.Names))
        {
            any |= Fetch(point);
        }

        any |= shelf.DeltaPointsOf(subject.Value).Select(p => Fetch([p])).ToList().Contains(true);
        return any ? checker.Check(subject) : RevocationOutcome.NoData;
    }

    // The names of one point all lead to the same list: the first that has it is enough.
    private bool Fetch(IEnumerable<GeneralName> point) =>
        Downloads.Addresses(point).Take(3).Any(uri =>
            downloads.Get(uri, FetchPurpose.Revocation, MaximumBytes) is { } list && shelf.Add(list, uri.AbsoluteUri, clock.GetUtcNow()));
}
