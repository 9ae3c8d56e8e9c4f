using Bridge.Protocol.Values;

namespace Bridge.Protocol.Certificates;

/// <summary>Removes a correspondent's certificate.</summary>
public sealed record RemoveCertificate(long Id, string Sha256) : Request<Done>(Id);
