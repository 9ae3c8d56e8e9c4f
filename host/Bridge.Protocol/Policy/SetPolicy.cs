namespace Bridge.Protocol.Policy;

/// <summary>Changes one policy value.</summary>
/// <param name="Id">The request.</param>
/// <param name="Name">The policy's name.</param>
/// <param name="Value">Its new value; null resets it to the default.</param>
public sealed record SetPolicy(long Id, string Name, string? Value = null) : Request<PolicyEntry>(Id);
