namespace Bridge.Protocol.Framing;

/// <summary>An outgoing message is larger than a frame may be. It was not written.</summary>
/// <param name="bytes">Its size.</param>
public sealed class FrameOversizeException(int bytes) : Exception($"A message of {bytes} bytes does not fit a frame.");
