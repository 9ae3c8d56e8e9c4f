using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Building;

/// <summary>A certificate and where it came from: <c>message</c>, <c>store</c> or <c>aia</c>.</summary>
internal sealed record PathLink(Certificate Certificate, string Source);

/// <summary>Certificates that lead by name and signature to an anchor; not yet judged.</summary>
/// <param name="Links">End entity first, without the anchor; empty when the end entity itself is the anchor.</param>
/// <param name="Anchor">Where it ends.</param>
internal sealed record CandidatePath(IReadOnlyList<PathLink> Links, TrustAnchor Anchor)
{
    /// <summary>All certificates, end entity first, anchor last.</summary>
    public IReadOnlyList<PathLink> All { get; } = [.. Links, new PathLink(Anchor.Certificate, Anchor.Source)];
}
