namespace Bridge.Protocol.Keys;

/// <summary>Something that happened to an own key.</summary>
/// <param name="What"><c>requested</c>, <c>imported</c>, <c>exported</c>, <c>exported-compatible</c>, <c>backed-up</c>, <c>kept</c>.</param>
/// <param name="At">When.</param>
public sealed record KeyEvent(string What, DateTimeOffset At);
