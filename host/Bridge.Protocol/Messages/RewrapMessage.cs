using Bridge.Protocol.Reports;
using Bridge.Protocol.Values;

namespace Bridge.Protocol.Messages;

/// <summary>
/// Encrypts a stored message anew, to an own certificate alone; content in: the message, content out: the same with another
/// envelope, empty when it need not be.
/// </summary>
/// <param name="Id">The request.</param>
/// <param name="Address">The own address whose certificate is in use now.</param>
public sealed record ReencryptMessage(long Id, string Address) : Request<ReencryptedMessage>(Id), ICarryContent, IReturnContent;

/// <param name="Certificate">The own certificate.</param>
/// <param name="Already">Whether the message was encrypted to it before: nothing was written.</param>
/// <param name="ContentEncryption">Of the new envelope, for example <c>AES-256-CBC</c>; absent when nothing was written.</param>
public sealed record ReencryptedMessage(CertificateSummary Certificate, bool Already, string? ContentEncryption = null);

/// <summary>
/// Takes the outermost encryption off a stored message, to keep it without; content in: the message, content out: the clear one,
/// with its signature if it had one inside.
/// </summary>
/// <param name="Id">The request.</param>
public sealed record DecryptMessage(long Id) : Request<DecryptedMessage>(Id), ICarryContent, IReturnContent;

/// <param name="Encryption">What was taken off.</param>
public sealed record DecryptedMessage(EncryptionReport Encryption);
