using Bridge.Keystore;
using Bridge.Keystore.Anchors;
using Bridge.Smime.Ports;

namespace Bridge.Host;

/// <summary>
/// The anchors that count: the user's own always; Mozilla's mail roots and the administrator's where
/// <c>trust.systemAnchors</c> says so.
/// </summary>
internal sealed class PolicyAnchors(TrustStore own, PolicyStore policy, params IReadOnlyList<IAnchorStore> others) : IAnchorStore
{
    private readonly CompositeAnchorStore _all = new([own, .. others]);

    public IReadOnlyList<TrustAnchor> Find(ReadOnlyMemory<byte> subjectDer) => Chosen.Find(subjectDer);

    public IReadOnlyList<TrustAnchor> List() => Chosen.List();

    private IAnchorStore Chosen => policy.Load().SystemAnchors ? _all : own;
}
