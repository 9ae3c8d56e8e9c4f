namespace Bridge.Keystore.Own;

/// <summary>Something that happened to an own key: <c>requested</c>, <c>imported</c>, <c>exported</c>, <c>exported-compatible</c>, <c>backed-up</c>, <c>kept</c>, <c>removed</c>.</summary>
public sealed record KeyEvent(string What, DateTimeOffset At);
