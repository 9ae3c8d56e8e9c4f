using Bridge.Protocol.Reports;
using Bridge.Protocol.Values;

namespace Bridge.Protocol.Messages;

/// <summary>
/// Judges a message and writes the proof of it; content in: the message, content out: a zip file with the message, what was signed, the
/// signature, and everything that the verdict rests on.
/// </summary>
/// <param name="Id">The request.</param>
/// <param name="SignAs">An address of the user's own whose key signs the file; absent leaves it unsigned.</param>
public sealed record ProveMessage(long Id, string? SignAs = null) : Request<MessageProved>(Id), ICarryContent, IReturnContent;

/// <param name="Report">The verdict that the file tells.</param>
/// <param name="Signer">The certificate that signed the file.</param>
public sealed record MessageProved(Report Report, CertificateSummary? Signer = null);
