namespace Bridge.Protocol.Keys;

/// <summary>Lists the keys that wait for their certificate.</summary>
public sealed record ListKeyRequests(long Id) : Request<KeyRequestList>(Id);

/// <param name="Requests">Oldest first.</param>
public sealed record KeyRequestList(IReadOnlyList<KeyRequest> Requests);
