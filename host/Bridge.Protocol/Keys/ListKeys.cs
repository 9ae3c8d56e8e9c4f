namespace Bridge.Protocol.Keys;

/// <summary>Lists the user's own keys.</summary>
public sealed record ListKeys(long Id) : Request<KeyList>(Id);

/// <param name="Keys">All own keys, newest first.</param>
public sealed record KeyList(IReadOnlyList<OwnKey> Keys);
