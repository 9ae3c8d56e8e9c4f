using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bridge.Protocol.Session;

/// <summary>A request is done.</summary>
/// <param name="Id">The request.</param>
/// <param name="Value">The record that belongs to the request's type.</param>
public sealed record Result(long Id, [property: JsonPropertyName("result")] JsonElement Value) : HostMessage;
