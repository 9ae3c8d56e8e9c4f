using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Trust.Building;
using Bridge.Smime.Trust.Fetching;
using Bridge.Smime.Trust.Revocation;
using Bridge.Smime.Trust.Signatures;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust;

/// <summary>
/// Builds and validates certification paths (RFC 5280, RFC 4158) by the mail rules of RFC 8550. Thread-safe; signature
/// checks are remembered between calls.
/// </summary>
/// <param name="anchors">Where paths must end.</param>
/// <param name="directory">Intermediates already known; null for none.</param>
/// <param name="revocation">Revocation data at hand and cache of what is fetched; null for none.</param>
/// <param name="fetcher">Network look-ups; null never fetches, whatever the policy says.</param>
/// <param name="clock">Time of fetches; null is the system's. Validity is judged by the caller's moment, never by this.</param>
/// <param name="keepFetched">Takes the fetched intermediates of a path that turned out valid, so that they need not be fetched again.</param>
public sealed class PathValidator(
    IAnchorStore anchors,
    ICertificateDirectory? directory = null,
    IRevocationStore? revocation = null,
    ITrustDataFetcher? fetcher = null,
    TimeProvider? clock = null,
    Action<IReadOnlyList<Certificate>>? keepFetched = null) : IPathValidator
{
    private readonly TrustSources _sources = new(
        anchors, directory, revocation, fetcher, clock ?? TimeProvider.System, new ObjectSignatures(), new RevocationListCache(), new DeadAddresses(clock ?? TimeProvider.System), keepFetched);

    public PathResult Validate(
        Certificate endEntity,
        IReadOnlyList<Certificate> fromMessage,
        CertificateUsage usage,
        DateTimeOffset at,
        SmimePolicy policy,
        CancellationToken cancellationToken = default) =>
        Validate(endEntity, fromMessage, [], usage, at, policy, cancellationToken);

    public PathResult Validate(
        Certificate endEntity,
        IReadOnlyList<Certificate> fromMessage,
        IReadOnlyList<ReadOnlyMemory<byte>> revocationLists,
        CertificateUsage usage,
        DateTimeOffset at,
        SmimePolicy policy,
        CancellationToken cancellationToken = default) =>
        Validate(endEntity, fromMessage, revocationLists, usage, at, policy, new VerificationEffort(policy.Limits), cancellationToken);

    public PathResult Validate(
        Certificate endEntity,
        IReadOnlyList<Certificate> fromMessage,
        IReadOnlyList<ReadOnlyMemory<byte>> revocationLists,
        CertificateUsage usage,
        DateTimeOffset at,
        SmimePolicy policy,
        VerificationEffort effort,
        CancellationToken cancellationToken = default)
    {
        PathSearch search = new(_sources, fromMessage, revocationLists, at, policy, effort, cancellationToken);
        return search.Find(new PathLink(endEntity, "message"), usage).ToResult();
    }

    public PathResult Suppose(
        TrustAnchor anchor,
        Certificate endEntity,
        IReadOnlyList<Certificate> fromMessage,
        CertificateUsage usage,
        DateTimeOffset at,
        SmimePolicy policy,
        VerificationEffort effort,
        CancellationToken cancellationToken = default)
    {
        TrustSources supposed = _sources with { Anchors = new OneMore(_sources.Anchors, anchor), Fetcher = null, KeepFetched = null };
        SmimePolicy lenient = policy.Revocation == RevocationMode.Hard ? policy with { Revocation = RevocationMode.Soft } : policy;
        PathSearch search = new(supposed, fromMessage, [], at, lenient, effort, cancellationToken);
        return search.Find(new PathLink(endEntity, "message"), usage).ToResult();
    }

    public void AskAgain() => _sources.Dead.Clear();

    private sealed class OneMore(IAnchorStore anchors, TrustAnchor more) : IAnchorStore
    {
        public IReadOnlyList<TrustAnchor> Find(ReadOnlyMemory<byte> subjectDer) =>
            DistinguishedName.KeyOf(subjectDer) == more.Certificate.SubjectName.Key ? [more, .. anchors.Find(subjectDer)] : anchors.Find(subjectDer);

        public IReadOnlyList<TrustAnchor> List() => [more, .. anchors.List()];
    }
}
