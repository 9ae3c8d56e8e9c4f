using Bridge.Smime.Policy;
using Bridge.Smime.Trust.Building;
using Bridge.Smime.Trust.Validation;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Revocation;

/// <summary>Judges revocation along a path that is otherwise good, authorities first, as policy asks.</summary>
internal sealed class RevocationChecker(SmimePolicy policy, IReadOnlyList<IRevocationSource> sources)
{
    public void Check(CandidatePath path, IReadOnlyList<ReadOnlyMemory<byte>> keys, PathNotes notes)
    {
        if (policy.Revocation == RevocationMode.Off)
        {
            notes.Remark(0, Finding.Info(FindingCodes.RevocationNotChecked));
            return;
        }

        bool mayFetch = notes.Status == ChainStatus.Valid;
        for (int step = path.Links.Count - 1; step >= 0; step--)
        {
            RevocationSubject subject = new(path.Links[step], path.All[step + 1], keys[step + 1], path.Anchor);
            RevocationOutcome outcome = Ask(subject, mayFetch);
            Report(notes, step, outcome);
            notes.Evidence.AddRange(outcome.Evidence.Select(e => new RevocationEvidence(e.IsOcsp, e.Der, subject.Value, subject.Issuer.Certificate)));
            if (outcome.Answer == RevocationAnswer.Revoked)
            {
                return;
            }
        }
    }

    private RevocationOutcome Ask(RevocationSubject subject, bool mayFetch)
    {
        if (subject.Profile.IsRevocationUnavailable)
        {
            return new RevocationOutcome(RevocationAnswer.NotChecked, null, Finding.Info(FindingCodes.RevocationNotChecked));
        }

        RevocationOutcome last = RevocationOutcome.NoData;
        foreach (IRevocationSource source in sources.Where(s => mayFetch || !s.Fetches))
        {
            RevocationOutcome outcome = source.Ask(subject);
            if (outcome.Answer is not RevocationAnswer.Unknown)
            {
                return outcome;
            }

            last = outcome == RevocationOutcome.NoData ? last : outcome;
        }

        return last;
    }

    private void Report(PathNotes notes, int step, RevocationOutcome outcome)
    {
        if (step == 0)
        {
            (notes.Revocation, notes.RevocationAsOf) = (outcome.Answer, outcome.AsOf);
        }

        Finding finding = outcome.Finding with { Parameters = outcome.Finding.Parameters.Concat(notes.WithSubject(step, []).Select(p => KeyValuePair.Create(p.Name, p.Value))).ToDictionary() };
        if (outcome.Answer == RevocationAnswer.Revoked)
        {
            notes.Fail(step, ChainStatus.Revoked, finding);
        }
        else if (outcome.Answer == RevocationAnswer.Unknown && policy.Revocation == RevocationMode.Hard)
        {
            notes.Fail(step, ChainStatus.RevocationUnknown, finding with { Level = FindingLevel.Error });
        }
        else
        {
            notes.Remark(step, finding, forPath: step == 0);
        }
    }
}

/// <summary>One place that may know about revocation.</summary>
internal interface IRevocationSource
{
    /// <summary>Whether asking goes to the network; then it is asked only for a path that is good otherwise.</summary>
    bool Fetches { get; }

    RevocationOutcome Ask(RevocationSubject subject);
}

/// <summary>Revocation lists at hand.</summary>
internal sealed class StoredCrls(CrlChecker checker) : IRevocationSource
{
    public bool Fetches => false;

    public RevocationOutcome Ask(RevocationSubject subject) => checker.Check(subject);
}
