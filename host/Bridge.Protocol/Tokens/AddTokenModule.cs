namespace Bridge.Protocol.Tokens;

/// <summary>Takes a module in, after it was loaded and started: its code runs inside the host from now on.</summary>
/// <param name="Id">The request.</param>
/// <param name="Path">Absolute path of the library.</param>
public sealed record AddTokenModule(long Id, string Path) : Request<TokenModule>(Id);
