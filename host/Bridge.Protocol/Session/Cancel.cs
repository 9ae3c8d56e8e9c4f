namespace Bridge.Protocol.Session;

/// <summary>Ends a request. It is answered by the request's failure <c>cancelled</c>, or by its result if that was on its way.</summary>
public sealed record Cancel(long Id) : ClientMessage;
