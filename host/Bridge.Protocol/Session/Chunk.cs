using Bridge.Protocol.Json;

namespace Bridge.Protocol.Session;

/// <summary>A piece of a request's content.</summary>
/// <param name="Id">The request.</param>
/// <param name="Sequence">Counts from 0.</param>
/// <param name="Data">At most <see cref="Limits.ChunkBytes"/> bytes; may be empty.</param>
/// <param name="Last">True for the last chunk of the content.</param>
public sealed record ClientChunk(long Id, int Sequence, ChunkData Data, bool Last) : ClientMessage;

/// <summary>A piece of an answer's content, sent before the result. It means nothing until the result has come.</summary>
/// <inheritdoc cref="ClientChunk"/>
public sealed record HostChunk(long Id, int Sequence, ChunkData Data, bool Last) : HostMessage;
