using Bridge.Smime.Reading.Mime;
using Bridge.Smime.Values;

namespace Bridge.Smime.Reading.Evidence;

/// <summary>What is kept of one signature around the message.</summary>
/// <param name="Cms">The CMS object.</param>
/// <param name="Bare">Whether it stands without the ContentInfo around it, as content of an envelope may.</param>
/// <param name="Content">What was signed, when it is not inside; as received.</param>
/// <param name="Hasher">Tells which form of the content was signed.</param>
internal sealed record KeptSignature(KeptBytes Cms, bool Bare = false, KeptBytes? Content = null, ContentHasher? Hasher = null)
{
    // ContentInfo of indefinite length: SEQUENCE { id-signedData, [0] { ... } } (RFC 5652 section 3).
    private static ReadOnlySpan<byte> Before => [0x30, 0x80, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02, 0xa0, 0x80];

    private static ReadOnlySpan<byte> After => [0, 0, 0, 0];

    public SignatureEvidence With(IReadOnlyList<Certificate> certificates) => new(
        Bare ? (byte[])[.. Before, .. Cms.Value.Span, .. After] : Cms.Value,
        Detached,
        certificates);

    // The cast matters: null also converts to memory, of a missing array.
    private ReadOnlyMemory<byte>? Detached =>
        Content is not { } received ? (ReadOnlyMemory<byte>?)null
        : Hasher is { SignedCanonical: true } ? ContentHasher.Canonical(received.Value.Span)
        : received.Value;
}
