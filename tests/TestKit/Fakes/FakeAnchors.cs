using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.TestKit.Fakes;

/// <summary>Trust anchors in memory.</summary>
public sealed class FakeAnchors(params Certificate[] anchors) : IAnchorStore
{
    private readonly List<TrustAnchor> _anchors = [.. anchors.Select(a => new TrustAnchor(a, "user"))];

    public void Add(TrustAnchor anchor) => _anchors.Add(anchor);

    public IReadOnlyList<TrustAnchor> Find(ReadOnlyMemory<byte> subjectDer) =>
        [.. _anchors.Where(a => a.Certificate.SubjectName.Key == DistinguishedName.KeyOf(subjectDer))];

    public IReadOnlyList<TrustAnchor> List() => [.. _anchors];
}
