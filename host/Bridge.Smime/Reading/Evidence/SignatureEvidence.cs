using Bridge.Smime.Values;

namespace Bridge.Smime.Reading.Evidence;

/// <summary>The signature that counts for a message, in a form that any CMS program checks.</summary>
/// <param name="Cms">The CMS object (ContentInfo with SignedData), byte for byte as it came; what follows it in the message may follow.</param>
/// <param name="Content">
/// What was signed, when it is not inside <paramref name="Cms"/>: the MIME entity with the line ends that were signed. Null when it is inside.
/// </param>
/// <param name="Certificates">Certificates that came with it.</param>
public sealed record SignatureEvidence(ReadOnlyMemory<byte> Cms, ReadOnlyMemory<byte>? Content, IReadOnlyList<Certificate> Certificates);
