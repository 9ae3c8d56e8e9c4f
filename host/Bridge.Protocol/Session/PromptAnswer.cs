using System.Text.Json.Serialization;
using Bridge.Protocol.Json;

namespace Bridge.Protocol.Session;

/// <summary>The only message in which a secret travels.</summary>
/// <param name="Id">The request.</param>
/// <param name="PromptNumber">The prompt that is answered.</param>
/// <param name="Secret">What the user typed; null when the prompt was dismissed.</param>
public sealed record PromptAnswer(
    long Id,
    [property: JsonPropertyName("prompt")] int PromptNumber,
    Secret? Secret = null) : ClientMessage;
