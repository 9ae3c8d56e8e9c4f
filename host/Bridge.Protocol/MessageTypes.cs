using System.Collections.Frozen;
using System.Text.Json.Serialization.Metadata;
using Bridge.Protocol.Json;

namespace Bridge.Protocol;

/// <summary>The words that <c>type</c> may be, as the records declare them.</summary>
public static class MessageTypes
{
    public static IReadOnlySet<string> Client { get; } = Words(WireJson.Wire.ClientMessage);

    public static IReadOnlySet<string> Host { get; } = Words(WireJson.Wire.HostMessage);

    private static readonly FrozenDictionary<Type, string> s_byRecord = WireJson.Wire.ClientMessage.PolymorphismOptions!.DerivedTypes
        .ToFrozenDictionary(d => d.DerivedType, d => (string)d.TypeDiscriminator!);

    /// <summary>The word of a client's message, for logs.</summary>
    public static string WordOf(ClientMessage message) => s_byRecord.GetValueOrDefault(message.GetType(), "?");

    private static FrozenSet<string> Words(JsonTypeInfo type) =>
        type.PolymorphismOptions!.DerivedTypes.Select(d => (string)d.TypeDiscriminator!).ToFrozenSet();
}
