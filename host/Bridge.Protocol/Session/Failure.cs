namespace Bridge.Protocol.Session;

/// <summary>A request, or without an id the session, could not be served.</summary>
/// <param name="Code">One of <see cref="ErrorCode"/>.</param>
/// <param name="Parameters">Named values for the text. Never a secret, never message content.</param>
/// <param name="Id">The request; null when the failure belongs to the session or to a message that names no request.</param>
public sealed record Failure(string Code, IReadOnlyDictionary<string, string> Parameters, long? Id = null) : HostMessage;
