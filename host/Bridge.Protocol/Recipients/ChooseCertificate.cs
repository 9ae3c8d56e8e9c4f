using Bridge.Protocol.Messages;
using Bridge.Protocol.Values;

namespace Bridge.Protocol.Recipients;

/// <summary>Lists the certificates that are known for a recipient, each with whether it can be encrypted to.</summary>
public sealed record ListRecipientCertificates(long Id, string Address) : Request<RecipientCertificates>(Id);

/// <param name="Certificates">In the order in which they would be used.</param>
public sealed record RecipientCertificates(IReadOnlyList<RecipientState> Certificates);

/// <summary>Chooses the certificate that a recipient is encrypted to.</summary>
/// <param name="Id">The request.</param>
/// <param name="Address">The recipient.</param>
/// <param name="Sha256">The certificate; null for the newest suitable one.</param>
public sealed record ChooseCertificate(long Id, string Address, string? Sha256 = null) : Request<Done>(Id);
