using Bridge.Protocol.Values;

namespace Bridge.Protocol.Certificates;

/// <summary>Removes an anchor that the user added.</summary>
public sealed record RemoveAnchor(long Id, string Sha256) : Request<Done>(Id);
