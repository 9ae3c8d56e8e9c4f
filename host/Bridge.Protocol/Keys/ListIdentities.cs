namespace Bridge.Protocol.Keys;

/// <summary>Lists the addresses that have settings or a key.</summary>
public sealed record ListIdentities(long Id) : Request<IdentityList>(Id);

/// <param name="Identities">One for each address.</param>
public sealed record IdentityList(IReadOnlyList<Identity> Identities);
