using Bridge.Protocol.Values;

namespace Bridge.Protocol.Reports;

/// <summary>One certificate of a path with what was found at it.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Source"><c>message</c>, <c>store</c>, <c>aia</c>, or an anchor's source.</param>
/// <param name="Findings">What this step's checks found.</param>
public sealed record PathStep(CertificateSummary Certificate, string Source, IReadOnlyList<Finding> Findings);
