using Bridge.Protocol.Values;

namespace Bridge.Protocol.Keys;

/// <summary>Removes an own key for ever: mail encrypted to it can no longer be read.</summary>
/// <param name="Id">The request.</param>
/// <param name="Key">The key's id.</param>
public sealed record RemoveKey(long Id, string Key) : Request<Done>(Id);
