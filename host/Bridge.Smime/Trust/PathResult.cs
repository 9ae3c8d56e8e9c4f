using Bridge.Smime.Ports;
using Bridge.Smime.Trust.Signatures;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust;

/// <summary>What a certificate is to be used for.</summary>
public enum CertificateUsage
{
    Any,
    Sign,
    Encrypt,
}

/// <summary>The answer of path validation; the words are those of the report's <c>chain</c> field in kebab-case.</summary>
public enum ChainStatus
{
    Valid,
    Untrusted,
    Expired,
    NotYetValid,
    Revoked,
    RevocationUnknown,
    Constrained,
    WrongUsage,
    Malformed,
}

/// <summary>What is known about revocation of the end entity: three different answers, never mixed.</summary>
public enum RevocationAnswer
{
    NotChecked,
    Unknown,
    Good,
    Revoked,
}

/// <summary>One certificate of the path, end entity first, with what was found at it.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Source"><c>message</c>, <c>store</c>, <c>aia</c>, or the anchor's source.</param>
/// <param name="Findings">What this step's checks found.</param>
public sealed record PathStep(Certificate Certificate, string Source, IReadOnlyList<Finding> Findings);

/// <summary>Result of path building and validation (RFC 5280 section 6, RFC 8550).</summary>
/// <param name="Chain">The one word.</param>
/// <param name="Path">Best path found, end entity first, anchor last; just the end entity when there is none.</param>
/// <param name="Findings">Reasons, most important first.</param>
/// <param name="Revocation">Answer for the end entity.</param>
/// <param name="RevocationAsOf">thisUpdate of the data that gave the answer.</param>
public sealed record PathResult(
    ChainStatus Chain,
    IReadOnlyList<PathStep> Path,
    IReadOnlyList<Finding> Findings,
    RevocationAnswer Revocation = RevocationAnswer.NotChecked,
    DateTimeOffset? RevocationAsOf = null)
{
    /// <summary>The lists and answers that the judgement of revocation rests on.</summary>
    public IReadOnlyList<RevocationEvidence> Evidence { get; init; } = [];
}

/// <summary>A CRL (DER CertificateList) or an OCSP answer (DER OCSPResponse) that told of a certificate of a path.</summary>
/// <param name="IsOcsp">Which of the two it is.</param>
/// <param name="Der">Its bytes.</param>
/// <param name="Subject">The certificate that it told of.</param>
/// <param name="Issuer">That certificate's issuer.</param>
public sealed record RevocationEvidence(bool IsOcsp, ReadOnlyMemory<byte> Der, Certificate Subject, Certificate Issuer);

/// <summary>Decides whether a certificate may be relied on for mail.</summary>
public interface IPathValidator
{
    /// <param name="endEntity">The certificate in question.</param>
    /// <param name="fromMessage">Candidate intermediates that came with the message; never trusted by themselves.</param>
    /// <param name="usage">What it is to be used for.</param>
    /// <param name="at">Judge as of this moment.</param>
    /// <param name="policy">Policy in force.</param>
    /// <param name="cancellationToken">Cancels network look-ups.</param>
    PathResult Validate(
        Certificate endEntity,
        IReadOnlyList<Certificate> fromMessage,
        CertificateUsage usage,
        DateTimeOffset at,
        Policy.SmimePolicy policy,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// The same with CRLs that came with the message. They are checked like any other, and asked only when nothing else
    /// has an answer: who sends an old one must not outvote a newer one.
    /// </summary>
    PathResult Validate(
        Certificate endEntity,
        IReadOnlyList<Certificate> fromMessage,
        IReadOnlyList<ReadOnlyMemory<byte>> revocationLists,
        CertificateUsage usage,
        DateTimeOffset at,
        Policy.SmimePolicy policy,
        CancellationToken cancellationToken = default) =>
        Validate(endEntity, fromMessage, usage, at, policy, cancellationToken);

    /// <summary>The same as one of several validations of a message, whose cost together is bounded.</summary>
    PathResult Validate(
        Certificate endEntity,
        IReadOnlyList<Certificate> fromMessage,
        IReadOnlyList<ReadOnlyMemory<byte>> revocationLists,
        CertificateUsage usage,
        DateTimeOffset at,
        Policy.SmimePolicy policy,
        VerificationEffort effort,
        CancellationToken cancellationToken = default) =>
        Validate(endEntity, fromMessage, revocationLists, usage, at, policy, cancellationToken);

    /// <summary>
    /// What would be, if one more certificate were an anchor. Nothing is fetched and nothing is kept, and revocation that cannot be told from
    /// what is at hand does not count against it: what matters is whether trust is all that is missing.
    /// </summary>
    PathResult Suppose(
        TrustAnchor anchor,
        Certificate endEntity,
        IReadOnlyList<Certificate> fromMessage,
        CertificateUsage usage,
        DateTimeOffset at,
        Policy.SmimePolicy policy,
        VerificationEffort effort,
        CancellationToken cancellationToken = default) =>
        Validate(endEntity, fromMessage, [], usage, at, policy, effort, cancellationToken);

    /// <summary>Addresses that did not answer lately are asked again.</summary>
    void AskAgain()
    {
    }
}
