namespace Bridge.Protocol.Tokens;

/// <summary>Lists the tokens that are plugged in, with what they show without a PIN.</summary>
public sealed record ListTokens(long Id) : Request<TokenList>(Id);

/// <param name="Tokens">One for each.</param>
public sealed record TokenList(IReadOnlyList<Token> Tokens);
