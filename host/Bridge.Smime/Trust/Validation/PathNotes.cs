using Bridge.Smime.Trust.Building;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Validation;

/// <summary>Collects what validation finds at each certificate of one path, and the word that follows from it.</summary>
internal sealed class PathNotes(IReadOnlyList<PathLink> path)
{
    // The gravest fact names the result. What cannot be read or is not signed by an anchor comes before all judgement;
    // revocation is a definite word of the issuer; limits of names and policies outrank usage, usage outranks time.
    private static readonly ChainStatus[] s_gravestFirst =
    [
        ChainStatus.Malformed, ChainStatus.Untrusted, ChainStatus.Revoked, ChainStatus.Constrained, ChainStatus.WrongUsage,
        ChainStatus.NotYetValid, ChainStatus.Expired, ChainStatus.RevocationUnknown, ChainStatus.Valid,
    ];

    private readonly List<Finding>[] _steps = [.. path.Select(_ => new List<Finding>())];
    private readonly List<(ChainStatus Status, Finding Finding)> _faults = [];
    private readonly List<Finding> _remarks = [];

    public ChainStatus Status => s_gravestFirst.FirstOrDefault(s => _faults.Any(f => f.Status == s), ChainStatus.Valid);

    /// <summary>Whether nothing but the validity periods is wrong: revocation data at hand is still worth asking.</summary>
    public bool IsGoodButForTime => _faults.All(f => f.Status is ChainStatus.Expired or ChainStatus.NotYetValid);

    /// <summary>Whether nothing but a way to an anchor is missing: then a missing issuer is worth fetching.</summary>
    public bool IsGoodButForAnchor => _faults.All(f => f.Status == ChainStatus.Untrusted);

    /// <summary>Larger is closer to valid.</summary>
    public int Rank => Array.IndexOf(s_gravestFirst, Status);

    /// <summary>Reasons, gravest first, then remarks.</summary>
    public IReadOnlyList<Finding> Findings => [.. _faults.OrderBy(f => Array.IndexOf(s_gravestFirst, f.Status)).Select(f => f.Finding), .. _remarks];

    public RevocationAnswer Revocation { get; set; }

    public DateTimeOffset? RevocationAsOf { get; set; }

    /// <summary>What the judgement of revocation rests on.</summary>
    public List<RevocationEvidence> Evidence { get; } = [];

    /// <summary>Something that makes the path less than valid.</summary>
    public void Fail(int step, ChainStatus status, string code, params (string Name, string Value)[] parameters) =>
        Fail(step, status, Finding.Error(code, WithSubject(step, parameters)));

    public void Fail(int step, ChainStatus status, Finding finding)
    {
        _steps[step].Add(finding);
        _faults.Add((status, finding));
    }

    /// <summary>Something worth knowing that changes nothing.</summary>
    public void Remark(int step, Finding finding, bool forPath = false)
    {
        _steps[step].Add(finding);
        if (forPath || finding.Level == FindingLevel.Warning)
        {
            _remarks.Add(finding);
        }
    }

    public (string Name, string Value)[] WithSubject(int step, (string Name, string Value)[] parameters) =>
        [("subject", path[step].Certificate.Subject), .. parameters];

    public PathResult ToResult() => new(
        Status,
        [.. path.Select((link, i) => new PathStep(link.Certificate, link.Source, _steps[i]))],
        Findings,
        Revocation,
        RevocationAsOf) { Evidence = [.. Evidence] };
}
