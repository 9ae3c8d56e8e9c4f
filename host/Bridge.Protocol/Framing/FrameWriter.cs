using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bridge.Protocol.Json;

namespace Bridge.Protocol.Framing;

/// <summary>Writes messages as frames, one at a time from any thread, each in a single write.</summary>
public sealed class FrameWriter(Stream output) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly PooledBuffer _buffer = new();
    private Utf8JsonWriter? _json;

    /// <summary>Writes one message.</summary>
    /// <exception cref="FrameOversizeException">The message does not fit a frame; nothing was written.</exception>
    /// <exception cref="IOException">The other side is gone.</exception>
    public void Write(HostMessage message) => Write(message, WireJson.Wire.HostMessage);

    /// <summary>Writes one message of the other direction, for tests and clients written in .NET.</summary>
    public void Write(ClientMessage message) => Write(message, WireJson.Wire.ClientMessage);

    public void Dispose()
    {
        lock (_lock)
        {
            _json?.Dispose();
            _buffer.Dispose();
        }
    }

    private void Write<T>(T message, JsonTypeInfo<T> type)
    {
        lock (_lock)
        {
            _buffer.Reset(Frame.PrefixBytes);
            _json ??= new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = WireJson.Wire.Options.Encoder, SkipValidation = true });
            _json.Reset();
            JsonSerializer.Serialize(_json, message, type);
            _json.Flush();
            int length = _buffer.Written.Length - Frame.PrefixBytes;
            if (length > Limits.FrameBytes)
            {
                throw new FrameOversizeException(length);
            }

            Frame.WriteLength(_buffer.Written.Span, (uint)length);
            output.Write(_buffer.Written.Span);
            output.Flush();
        }
    }
}
