using Bridge.Protocol.Keys;

namespace Bridge.Protocol.Tokens;

/// <summary>Makes a certificate of a token an own key, after its private key was tried out. Asks for the PIN by <c>prompt</c>.</summary>
/// <param name="Id">The request.</param>
/// <param name="Token">Which token.</param>
/// <param name="Sha256">The certificate.</param>
public sealed record UseTokenCertificate(long Id, TokenName Token, string Sha256) : Request<KeysImported>(Id);

/// <summary>The same with a certificate from a file, for a token that holds only the private key; content in: the file.</summary>
/// <param name="Id">The request.</param>
/// <param name="Token">Which token.</param>
/// <param name="FileName">Name of the file without its folder.</param>
public sealed record UseTokenKey(long Id, TokenName Token, string FileName) : Request<KeysImported>(Id), ICarryContent;

/// <summary>Logs out of all tokens: the next use asks for the PIN.</summary>
public sealed record LogOutOfTokens(long Id) : Request<Values.Done>(Id);
