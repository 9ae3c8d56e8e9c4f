namespace Bridge.Protocol.Certificates;

/// <summary>Adds a trust anchor for mail.</summary>
/// <param name="Id">The request.</param>
/// <param name="Certificate">Its DER.</param>
/// <param name="Sha256">The fingerprint that the user confirmed; it must be the certificate's.</param>
public sealed record AddAnchor(long Id, byte[] Certificate, string Sha256) : Request<Anchor>(Id);
