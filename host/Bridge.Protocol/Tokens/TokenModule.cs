namespace Bridge.Protocol.Tokens;

/// <summary>A PKCS#11 module: a library that reaches tokens.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Description">What it calls itself; absent when it cannot be used.</param>
/// <param name="Version">Its version; absent when it cannot be used.</param>
/// <param name="Problem">Why it cannot be used now: the reasons of <c>token-module-unusable</c>; absent when it can.</param>
public sealed record TokenModule(string Path, string? Description = null, string? Version = null, string? Problem = null);
