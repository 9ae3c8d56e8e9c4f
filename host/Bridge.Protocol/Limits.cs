namespace Bridge.Protocol;

/// <summary>Bounds of one session; they are told to the client in <c>welcome</c>.</summary>
public static class Limits
{
    /// <summary>Largest body of one frame in bytes, in either direction: what mail clients accept from a host.</summary>
    public const int FrameBytes = 1_048_576;

    /// <summary>
    /// Largest decoded content of one chunk in bytes; its base64 fits a frame with room to spare. A window of them is what a
    /// session holds in memory for each request.
    /// </summary>
    public const int ChunkBytes = 196_608;

    /// <summary>Chunks of one request that may be under way without credit.</summary>
    public const int WindowChunks = 8;

    /// <summary>Largest content of one request in bytes.</summary>
    public const long ContentBytes = 4L << 30;

    /// <summary>Requests that may be under way at once.</summary>
    public const int ConcurrentRequests = 16;

    /// <summary>Largest request id: what a JavaScript number holds exactly.</summary>
    public const long RequestId = (1L << 53) - 1;

    /// <summary>Passphrases tried for one request before it fails.</summary>
    public const int PromptAttempts = 5;
}
