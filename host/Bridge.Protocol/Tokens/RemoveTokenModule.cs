using Bridge.Protocol.Values;

namespace Bridge.Protocol.Tokens;

/// <summary>Leaves a module out from now on. Own keys on its tokens stay listed, and their tokens count as absent.</summary>
/// <param name="Id">The request.</param>
/// <param name="Path">Its path.</param>
public sealed record RemoveTokenModule(long Id, string Path) : Request<Done>(Id);
