using Bridge.Smime.Cms.Attributes;
using Bridge.Smime.Reading.Evidence;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Reading;

/// <summary>One signer after the CMS checks, with what harvesting needs.</summary>
internal sealed record CheckedSigner(SignerFacts Facts, CmsAttributes? Attributes, string SignatureSha256);

/// <summary>A layer of a message while it is read.</summary>
internal sealed class OpenedLayer(LayerKind kind, string part, bool coversMessage)
{
    public LayerKind Kind { get; set; } = kind;

    public string Part { get; } = part;

    public bool CoversMessage { get; } = coversMessage;

    /// <summary>Why it does not stand for the whole message.</summary>
    public List<Finding> Doubts { get; } = [];

    public bool EncryptedParts { get; set; }

    /// <summary>Whether it is encryption that did not hold to its end.</summary>
    public bool Damaged { get; set; }

    public List<CheckedSigner> Signers { get; } = [];

    /// <summary>What is kept of the signature as evidence; null where none is wanted.</summary>
    public KeptSignature? Kept { get; set; }

    /// <summary>Certificates that came with the signature.</summary>
    public IReadOnlyList<Certificate> Certificates { get; set; } = [];
}
