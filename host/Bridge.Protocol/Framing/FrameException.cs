namespace Bridge.Protocol.Framing;

/// <summary>The stream of frames is broken and cannot be read any further.</summary>
/// <param name="code"><see cref="ErrorCode.FrameOversize"/> or <see cref="ErrorCode.FrameTruncated"/>.</param>
/// <param name="message">English sentence for the log.</param>
public sealed class FrameException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
