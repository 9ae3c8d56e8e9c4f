namespace Bridge.Protocol.Tokens;

/// <summary>Lists the modules that are used, and those of this machine that could be.</summary>
public sealed record ListTokenModules(long Id) : Request<TokenModuleList>(Id);

/// <param name="Modules">In use.</param>
/// <param name="Suggestions">Paths of well-known modules that are on this machine and not in use.</param>
public sealed record TokenModuleList(IReadOnlyList<TokenModule> Modules, IReadOnlyList<string> Suggestions);
