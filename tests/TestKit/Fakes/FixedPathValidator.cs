using Bridge.Smime.Policy;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;

namespace Bridge.TestKit.Fakes;

/// <summary>
/// Answers without looking: valid while the certificate's own validity holds, unless told otherwise for a certificate.
/// </summary>
public sealed class FixedPathValidator(ChainStatus otherwise = ChainStatus.Valid) : IPathValidator
{
    private readonly Dictionary<string, ChainStatus> _answers = [];

    /// <summary>Every question asked: the certificate and the moment.</summary>
    public List<(Certificate Certificate, DateTimeOffset At)> Asked { get; } = [];

    public FixedPathValidator Answer(Certificate certificate, ChainStatus chain)
    {
        _answers[certificate.Sha256] = chain;
        return this;
    }

    public PathResult Validate(
        Certificate endEntity,
        IReadOnlyList<Certificate> fromMessage,
        CertificateUsage usage,
        DateTimeOffset at,
        SmimePolicy policy,
        CancellationToken cancellationToken = default)
    {
        Asked.Add((endEntity, at));
        ChainStatus chain = _answers.TryGetValue(endEntity.Sha256, out ChainStatus told) ? told
            : at < endEntity.NotBefore ? ChainStatus.NotYetValid
            : at > endEntity.NotAfter ? ChainStatus.Expired
            : otherwise;
        return new PathResult(chain, [new PathStep(endEntity, "message", [])], []);
    }
}
