using Bridge.Protocol.Values;

namespace Bridge.Protocol.Certificates;

/// <param name="Certificate">For people.</param>
/// <param name="Der">The certificate itself, to be handed to <c>anchors.add</c>.</param>
/// <param name="IsAuthority">Whether it says that it may issue certificates.</param>
public sealed record InspectedAnchor(CertificateSummary Certificate, byte[] Der, bool IsAuthority);
