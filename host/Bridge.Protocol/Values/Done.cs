namespace Bridge.Protocol.Values;

/// <summary>The result of a request that has nothing to tell.</summary>
public sealed record Done;
