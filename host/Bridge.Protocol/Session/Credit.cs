namespace Bridge.Protocol.Session;

/// <summary>The client has consumed chunks of an answer; the host may send as many more.</summary>
public sealed record ClientCredit(long Id, int Chunks) : ClientMessage;

/// <summary>The host has consumed chunks of a request; the client may send as many more.</summary>
public sealed record HostCredit(long Id, int Chunks) : HostMessage;
