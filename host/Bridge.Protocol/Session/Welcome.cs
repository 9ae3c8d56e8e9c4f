namespace Bridge.Protocol.Session;

/// <summary>The answer to <c>hello</c>.</summary>
/// <param name="Protocol">The version that both sides speak from here on.</param>
/// <param name="Host">The host.</param>
/// <param name="Capabilities">What this host can do beyond version 1; unknown ones are ignored.</param>
/// <param name="Limits">Bounds of this session.</param>
public sealed record Welcome(int Protocol, HostIdentity Host, IReadOnlyList<string> Capabilities, SessionLimits Limits) : HostMessage;

/// <param name="Version">The product's version.</param>
/// <param name="Runtime">What it runs on, for diagnostics.</param>
public sealed record HostIdentity(string Version, string Runtime);

/// <inheritdoc cref="Bridge.Protocol.Limits"/>
public sealed record SessionLimits(int FrameBytes, int ChunkBytes, int WindowChunks, long ContentBytes, int ConcurrentRequests)
{
    public static SessionLimits Default { get; } =
        new(Protocol.Limits.FrameBytes, Protocol.Limits.ChunkBytes, Protocol.Limits.WindowChunks, Protocol.Limits.ContentBytes, Protocol.Limits.ConcurrentRequests);
}
