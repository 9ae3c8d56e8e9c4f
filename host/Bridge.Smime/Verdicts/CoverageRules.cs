using Bridge.Smime.Values;

namespace Bridge.Smime.Verdicts;

/// <summary>One cryptographic layer around the whole message, as the rules see it.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Doubts">What the layer itself found against standing for the whole message.</param>
/// <param name="EncryptedParts">Whether parts inside it are encrypted on their own.</param>
/// <param name="Damaged">Whether it is encryption that did not hold: what came out of it is not shown.</param>
public sealed record EnvelopeLayer(LayerKind Kind, IReadOnlyList<Finding> Doubts, bool EncryptedParts = false, bool Damaged = false);

/// <summary>
/// Which signature stands for the message. The layers around the whole message form its cryptographic envelope
/// (RFC 9787 section 4): only a signature inside all encryption speaks for what is shown, and only one of them.
/// </summary>
public static class CoverageRules
{
    /// <summary>Index of the layer that signs the message; null when no layer does.</summary>
    public static int? SigningLayer(IReadOnlyList<EnvelopeLayer> layers)
    {
        int inner = LastEncryption(layers);
        for (int i = inner + 1; i < layers.Count; i++)
        {
            if (layers[i].Kind == LayerKind.Signed)
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>Why the signature of this layer does not stand for the whole message; empty when it does.</summary>
    public static IReadOnlyList<Finding> Judge(IReadOnlyList<EnvelopeLayer> layers, int layer)
    {
        List<Finding> findings = [.. layers[layer].Doubts];
        if (layer < LastEncryption(layers))
        {
            findings.Add(Finding.Warning(FindingCodes.SignatureOutsideEncryption));
        }
        else if (layers.Skip(layer + 1).Any(l => l.Kind == LayerKind.Signed))
        {
            findings.Add(Finding.Warning(FindingCodes.SignatureAroundSignature));
        }
        else if (layers[layer].EncryptedParts)
        {
            findings.Add(Finding.Warning(FindingCodes.SignatureAroundEncryptedPart));
        }

        if (layers.Take(layer).Any(l => l.Damaged))
        {
            findings.Add(Finding.Warning(FindingCodes.EncryptionDamaged));
        }

        return findings;
    }

    /// <summary>
    /// The message's status: that of its signing layer's worst signer. A layer whose signature could not be read at all is
    /// invalid.
    /// </summary>
    public static SignatureStatus Status(IReadOnlyList<SignerReport> signers) =>
        signers.Count == 0 ? SignatureStatus.Invalid : signers.Select(s => s.Status).Aggregate(SignerRules.Worse);

    private static int LastEncryption(IReadOnlyList<EnvelopeLayer> layers)
    {
        for (int i = layers.Count - 1; i >= 0; i--)
        {
            if (layers[i].Kind == LayerKind.Enveloped)
            {
                return i;
            }
        }

        return -1;
    }
}
