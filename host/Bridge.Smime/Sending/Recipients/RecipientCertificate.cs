using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Values;

namespace Bridge.Smime.Sending.Recipients;

/// <summary>A certificate that a message will be encrypted to.</summary>
/// <param name="Certificate">Its owner reads the message.</param>
/// <param name="Capabilities">What its owner's client says it reads; null when unknown.</param>
/// <param name="IsOwn">Whether it belongs to an own key, which reads everything that this product writes.</param>
internal sealed record RecipientCertificate(Certificate Certificate, SmimeCapabilities? Capabilities, bool IsOwn)
{
    public KeyTransportChoice Transport => AlgorithmChoice.TransportFor(Capabilities);
}
