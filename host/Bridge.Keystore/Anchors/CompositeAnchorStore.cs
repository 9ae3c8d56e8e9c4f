using Bridge.Smime.Ports;

namespace Bridge.Keystore.Anchors;

/// <summary>Several anchor stores as one. A certificate in more than one of them is told by the first, so put the user's own first.</summary>
public sealed class CompositeAnchorStore(params IReadOnlyList<IAnchorStore> stores) : IAnchorStore
{
    public IReadOnlyList<TrustAnchor> Find(ReadOnlyMemory<byte> subjectDer) => Distinct(stores.SelectMany(s => s.Find(subjectDer)));

    public IReadOnlyList<TrustAnchor> List() => Distinct(stores.SelectMany(s => s.List()));

    private static IReadOnlyList<TrustAnchor> Distinct(IEnumerable<TrustAnchor> anchors) =>
        [.. anchors.DistinctBy(a => a.Certificate.Sha256)];
}
