using Bridge.Smime.Policy;
using Bridge.Smime.Reading.Evidence;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Reading;

/// <summary>How to open a message.</summary>
/// <param name="At">Judge as of this moment.</param>
/// <param name="Policy">Policy in force.</param>
/// <param name="Harvest">Whether a verified signature may teach certificates.</param>
/// <param name="Sender">
/// The From address to compare with when the content is a bare CMS object or an entity without header; null takes the message's own.
/// </param>
/// <param name="HoldBack">
/// Whether plaintext of unauthenticated encryption is kept back until its end holds, for an output that cannot be cut back:
/// in memory up to <see cref="Limits.HeldBytes"/>; beyond it an input that can be read twice is, and another is refused.
/// </param>
/// <param name="Evidence">Filled with what the verdict rests on; null keeps nothing.</param>
public sealed record OpenOptions(
    DateTimeOffset At, SmimePolicy Policy, bool Harvest = true, string? Sender = null, bool HoldBack = false, MessageEvidence? Evidence = null);

/// <summary>Opens protected mail: one pass from the outside in, inner MIME out, one report.</summary>
public interface IMessageOpener
{
    /// <summary>
    /// Opens an RFC 822 message. The inner message (protection removed, outer header kept) goes to <paramref name="output"/>;
    /// for a message without protection, or with one that cannot be opened, the output is the message unchanged. Unless
    /// <see cref="OpenOptions.HoldBack"/> asks otherwise, content is written before unauthenticated encryption is known to hold:
    /// when the report says <see cref="EncryptionStatus.Damaged"/> the output is not the message and must not be shown (a seekable
    /// output is cut back).
    /// </summary>
    /// <exception cref="Errors.RefusalException">The input is not a message or exceeds a limit.</exception>
    MessageReport Open(Stream message, Stream output, OpenOptions options, CancellationToken cancellationToken = default);

    /// <summary>Opens a bare CMS object (DER, BER or PEM); <paramref name="detachedContent"/> for a detached signature.</summary>
    MessageReport OpenCms(Stream cms, Stream? detachedContent, Stream output, OpenOptions options, CancellationToken cancellationToken = default);
}
