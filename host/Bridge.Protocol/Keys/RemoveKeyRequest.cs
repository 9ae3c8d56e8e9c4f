using Bridge.Protocol.Values;

namespace Bridge.Protocol.Keys;

/// <summary>Gives a request up and destroys its key.</summary>
/// <param name="Id">This message's id.</param>
/// <param name="Request">The id of the request that is given up.</param>
public sealed record RemoveKeyRequest(long Id, string Request) : Request<Done>(Id);
