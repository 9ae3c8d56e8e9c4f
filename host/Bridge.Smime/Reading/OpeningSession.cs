using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Reading;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Reading.Mime;
using Bridge.Smime.Streams;
using Bridge.Smime.Trust;
using Bridge.Smime.Trust.Signatures;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Reading;

/// <summary>The ports that opening needs.</summary>
internal sealed record OpeningPorts(
    IKeyRing Keys,
    ICertificateDirectory Directory,
    IPathValidator Paths,
    IVerificationLog? Log,
    TimeProvider Clock);

/// <summary>What is known so far of the one message being opened, and the bounds that it must keep.</summary>
internal sealed class OpeningSession(
    OpeningPorts ports,
    OpenOptions options,
    Stream output,
    bool bare,
    CancellationToken cancellationToken)
{
    // Attributes, candidates and rules: what a signer costs besides public-key work.
    private const int EffortOfSigner = 20;

    private int _parts;
    private readonly VerificationEffort _effort = new(options.Policy.Limits);

    public OpeningPorts Ports { get; } = ports;

    public OpenOptions Options { get; } = options;

    public SmimePolicy Policy => Options.Policy;

    public Limits Limits => Options.Policy.Limits;

    public CancellationToken Cancellation { get; } = cancellationToken;

    /// <summary>Where the inner message goes.</summary>
    public Stream Output { get; private set; } = output;

    /// <summary>What is kept back from the output until its encryption is known to hold; null when nothing is.</summary>
    public HeldOutput? Held { get; private set; }

    /// <summary>Whether a bare CMS object is opened: its content goes out as it is, without an outer header.</summary>
    public bool Bare { get; } = bare;

    /// <summary>Content of a detached signature, for a bare CMS object.</summary>
    public Stream? Detached { get; set; }

    /// <summary>Header of the message as received; null for a bare CMS object.</summary>
    public HeaderBlock? Outer { get; set; }

    public ProtectedHeaders? Protected { get; set; }

    public EncryptionReport Encryption { get; private set; } = EncryptionReport.None;

    public List<OpenedLayer> Layers { get; } = [];

    public List<Finding> Findings { get; } = [];

    /// <summary>Whether a layer was taken off, so that the output is no longer what came in.</summary>
    public bool Peeled { get; set; }

    /// <summary>Whether what is read now stands inside a signature or encryption around the message.</summary>
    public bool InEnvelope => Layers.Any(l => l.CoversMessage && l.Kind is (LayerKind.Signed or LayerKind.Enveloped));

    /// <summary>Whether decryption failed after some of the content had gone out.</summary>
    public bool Spoiled { get; private set; }

    public DecompressedBytes Decompressed { get; } = new();

    /// <summary>Whether the content now read was encrypted.</summary>
    public bool Decrypted => Encryption.Status == EncryptionStatus.Decrypted;

    /// <summary>What has gone out is not the message, as when decryption failed at its end: nothing of it counts, its header fields neither.</summary>
    public void Spoil()
    {
        Spoiled = true;
        Protected = null;
    }

    /// <summary>From here on the output is plaintext that nothing authenticates.</summary>
    public void BeginUnauthenticated()
    {
        if (Options.HoldBack && Held is null && !Output.CanSeek)
        {
            Output = Held = new HeldOutput(Limits.HeldBytes);
        }
    }

    public OpenedLayer AddLayer(LayerKind kind, string part, bool coversMessage)
    {
        if (Layers.Count(l => l.CoversMessage) >= Limits.CryptographicLayers && coversMessage)
        {
            throw Refusals.LimitExceeded("cryptographic-layers");
        }

        OpenedLayer layer = new(kind, part, coversMessage);
        Layers.Add(layer);
        return layer;
    }

    /// <summary>The outermost envelope's outcome counts, unless one further in could not be opened.</summary>
    public void SetEncryption(EncryptionReport report)
    {
        if (Encryption.Status == EncryptionStatus.None || report.Status != EncryptionStatus.Decrypted)
        {
            Encryption = report;
        }
    }

    public void MarkEncryptedPart(string part)
    {
        Findings.Add(Finding.Warning(FindingCodes.EncryptedPart, ("part", part)));
        foreach (OpenedLayer layer in Layers.Where(l => l.CoversMessage && l.Kind == LayerKind.Signed))
        {
            layer.EncryptedParts = true;
        }
    }

    /// <summary>A CMS object as it comes out of its encoding; it is kept where evidence is wanted.</summary>
    public Stream Keep(Stream cms) => Options.Evidence?.KeepCms(cms) ?? cms;

    public void CountPart(int depth)
    {
        Cancellation.ThrowIfCancellationRequested();
        if (depth > Limits.MimeDepth)
        {
            throw Refusals.LimitExceeded("mime-depth");
        }

        if (++_parts > Limits.MimeParts)
        {
            throw Refusals.LimitExceeded("mime-parts");
        }
    }

    public PathResult Validate(Certificate certificate, SignedDataTrailer fromMessage, DateTimeOffset at) =>
        Ports.Paths.Validate(certificate, fromMessage.Certificates, fromMessage.RevocationLists, CertificateUsage.Sign, at, Policy, _effort, Cancellation);

    /// <summary>What a signer's path would come to if one more certificate were an anchor.</summary>
    public PathResult Suppose(TrustAnchor anchor, Certificate certificate, IReadOnlyList<Certificate> fromMessage) =>
        Ports.Paths.Suppose(anchor, certificate, fromMessage, CertificateUsage.Sign, Options.At, Policy, _effort, Cancellation);

    /// <summary>Validates another certificate of a valid signer, to encrypt to it.</summary>
    public PathResult ValidateForEncryption(Certificate certificate, IReadOnlyList<Certificate> fromMessage) =>
        Ports.Paths.Validate(certificate, fromMessage, [], CertificateUsage.Encrypt, Options.At, Policy, _effort, Cancellation);

    /// <summary>Takes the cost of checking one signature value out of what the message may cost.</summary>
    /// <exception cref="RefusalException"><c>limit-exceeded</c>.</exception>
    public void SpendSignature(AlgorithmId signature, ReadOnlyMemory<byte> spki, long signedBytes)
    {
        if (!_effort.Spend(signature, spki, signedBytes, EffortOfSigner))
        {
            throw Refusals.LimitExceeded("signature-effort");
        }
    }
}
