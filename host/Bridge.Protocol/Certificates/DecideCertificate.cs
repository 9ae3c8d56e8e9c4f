using Bridge.Protocol.Values;

namespace Bridge.Protocol.Certificates;

/// <summary>The user has seen that the address has another certificate now.</summary>
public sealed record AcknowledgeCertificate(long Id, string Address, string Sha256) : Request<Done>(Id);

/// <summary>The user compared the certificate's fingerprint with the person, or takes that back.</summary>
/// <param name="Id">The request.</param>
/// <param name="Address">The correspondent.</param>
/// <param name="Sha256">The certificate.</param>
/// <param name="Same">Whether it was the same.</param>
public sealed record CompareCertificate(long Id, string Address, string Sha256, bool Same) : Request<Done>(Id);

/// <summary>
/// The user compared the fingerprint of a certificate with the person: it is trusted by itself for that address, and vouches for nothing else.
/// <c>certificates.compare</c> with <c>same</c> false, or <c>anchors.remove</c>, takes that back.
/// </summary>
/// <param name="Id">The request.</param>
/// <param name="Address">The correspondent; the certificate must name this address and no other.</param>
/// <param name="Certificate">Its DER.</param>
/// <param name="Sha256">The fingerprint that the user compared; it must be the certificate's.</param>
public sealed record TrustCertificate(long Id, string Address, byte[] Certificate, string Sha256) : Request<Done>(Id);

/// <summary>Undoes a removal of at most 30 days ago: certificate, history and choices come back.</summary>
public sealed record RestoreCertificate(long Id, string Sha256) : Request<Done>(Id);
