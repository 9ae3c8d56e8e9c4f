using Bridge.Smime.Policy;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;

namespace Bridge.Smime.Verdicts;

/// <summary>Judges one signer: valid only if nothing at all speaks against it.</summary>
public static class SignerRules
{
    /// <param name="facts">What was observed of the signer.</param>
    /// <param name="sender">What the message says about its sender.</param>
    /// <param name="coverage">Why the signature does not stand for the whole message; empty when it does.</param>
    /// <param name="at">The moment of judgement.</param>
    /// <param name="policy">Policy in force.</param>
    public static SignerReport Judge(
        SignerFacts facts,
        SenderFacts sender,
        IReadOnlyList<Finding> coverage,
        DateTimeOffset at,
        SmimePolicy policy) =>
        facts is { Certificate: { } certificate, Path: { } path }
            ? Known(facts, certificate, path, sender, coverage, at, policy)
            : Unknown(facts, coverage);

    /// <summary>The worse of two.</summary>
    public static SignatureStatus Worse(SignatureStatus one, SignatureStatus other) => one > other ? one : other;

    private static SignerReport Known(
        SignerFacts facts,
        Certificate certificate,
        PathResult now,
        SenderFacts sender,
        IReadOnlyList<Finding> coverage,
        DateTimeOffset at,
        SmimePolicy policy)
    {
        (PathResult path, Finding? why) = ChainRules.Choose(now, facts.FirstValid, facts.PathThen);
        AddressJudgement address = AddressRules.Judge(certificate, sender, policy);
        IReadOnlyList<Finding> algorithms = AlgorithmRules.Judge(certificate, facts.DigestName, policy);
        IReadOnlyList<Finding> times = TimeRules.Judge(facts.SigningTime, certificate, sender.Date, at);
        IReadOnlyList<Finding> doubts = sender.Doubts ?? [];

        SignatureStatus status = Worse(Worse(OfDigest(facts), ChainRules.Best(path.Chain)), address.Best);
        status = Worse(status, algorithms.Any(f => f.Level == FindingLevel.Error) ? SignatureStatus.Invalid : SignatureStatus.Valid);
        status = Worse(status, times.Count + doubts.Count + coverage.Count > 0 ? SignatureStatus.Unverified : SignatureStatus.Valid);

        return new SignerReport(
            status,
            facts.Digest,
            path.Chain,
            address.Match,
            address.Address,
            address.Addresses,
            certificate.Subject,
            certificate.Issuer,
            certificate.SerialHex,
            certificate.Sha256,
            facts.SigningTime,
            facts.Algorithm,
            path.Path,
            path.Revocation,
            path.RevocationAsOf,
            [.. facts.Findings, .. algorithms, .. path.Findings, .. why is null ? Array.Empty<Finding>() : [why], .. address.Findings, .. times, .. doubts, .. coverage]) { Evidence = path.Evidence };
    }

    // Without a certificate there is nobody to name and no path to report.
    private static SignerReport Unknown(SignerFacts facts, IReadOnlyList<Finding> coverage) => new(
        Worse(OfDigest(facts), SignatureStatus.Unverified),
        facts.Digest,
        ChainStatus.Untrusted,
        AddressMatch.NoAddress,
        null,
        [],
        null,
        null,
        null,
        null,
        facts.SigningTime,
        facts.Algorithm,
        [],
        RevocationAnswer.NotChecked,
        null,
        [.. facts.Findings, .. coverage]);

    private static SignatureStatus OfDigest(SignerFacts facts) => facts switch
    {
        { Digest: DigestStatus.Altered } => SignatureStatus.Invalid,
        _ when facts.Findings.Any(f => f.Level == FindingLevel.Error) => SignatureStatus.Invalid,
        { Digest: DigestStatus.Unreadable } => SignatureStatus.Unverified,
        _ => SignatureStatus.Valid,
    };
}
