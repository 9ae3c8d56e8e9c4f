using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bridge.Protocol.Json;

namespace Bridge.Protocol;

/// <summary>Reads the body of a frame as a message.</summary>
public static class MessageCodec
{
    /// <exception cref="MessageException">Not a message: the code says whether its type is unknown or its members do not fit.</exception>
    public static ClientMessage ReadClientMessage(ReadOnlySpan<byte> body) => Read(body, WireJson.Wire.ClientMessage, MessageTypes.Client);

    /// <exception cref="MessageException">Not a message of the host.</exception>
    public static HostMessage ReadHostMessage(ReadOnlySpan<byte> body) => Read(body, WireJson.Wire.HostMessage, MessageTypes.Host);

    private static T Read<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type, IReadOnlySet<string> known)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type) ?? throw new JsonException("null is not a message.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or FormatException or InvalidOperationException)
        {
            throw MessageException.For(MessageLabel.Of(body), known, (e as JsonException)?.Path, e);
        }
    }
}
