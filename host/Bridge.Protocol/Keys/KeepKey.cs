using Bridge.Protocol.Values;

namespace Bridge.Protocol.Keys;

/// <summary>From now on the key may not leave the keystore, neither by an export nor in a backup. That is for good.</summary>
/// <param name="Id">The request.</param>
/// <param name="Key">The key's id.</param>
public sealed record KeepKey(long Id, string Key) : Request<Done>(Id);
