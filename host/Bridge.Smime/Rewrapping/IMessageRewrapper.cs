using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Rewrapping;

/// <summary>What encrypting anew came to.</summary>
/// <param name="Key">The own key that reads the message now.</param>
/// <param name="Already">Whether it could read the message before: nothing was written.</param>
/// <param name="ContentEncryption">Of the new envelope, for example <c>AES-256-CBC</c>; null when nothing was written.</param>
public sealed record Reencryption(OwnKey Key, bool Already, string? ContentEncryption);

/// <summary>
/// Takes the outermost encryption off stored mail, or puts another in its place, in one streaming pass. What was encrypted, a
/// signature included, stays as it is, byte for byte. What was written is not the message unless the call returns.
/// </summary>
public interface IMessageRewrapper
{
    /// <summary>Encrypts an encrypted message anew, to the key that is in use for an own address and to nobody else.</summary>
    /// <param name="address">The own address, as its settings choose the key.</param>
    /// <exception cref="Errors.RefusalException">
    /// <c>no-own-certificate</c>; <c>message-not-encrypted</c>: it is not, or not on the outside; <c>message-not-decrypted</c>; <c>message-unreadable</c>.
    /// </exception>
    Reencryption Reencrypt(
        Stream message, Stream output, string address, DateTimeOffset at, SmimePolicy policy, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes an encrypted message without its encryption. Protected header fields take the place of those that stood outside
    /// (RFC 9788 section 4.2).
    /// </summary>
    /// <returns>The encryption that was taken off.</returns>
    /// <inheritdoc cref="Reencrypt"/>
    EncryptionReport Decrypt(Stream message, Stream output, DateTimeOffset at, SmimePolicy policy, CancellationToken cancellationToken = default);
}
