using System.Text.Json.Serialization;
using Bridge.Protocol.Json;

namespace Bridge.Protocol.Values;

/// <summary>One observed fact that explains a verdict; its text belongs to the locales.</summary>
/// <param name="Code">Stable kebab-case code.</param>
/// <param name="Level">How much it matters.</param>
/// <param name="Parameters">Named values for the text.</param>
public sealed record Finding(string Code, FindingLevel Level, IReadOnlyDictionary<string, string> Parameters);

[JsonConverter(typeof(KebabCaseEnum<FindingLevel>))]
public enum FindingLevel
{
    Info,
    Warning,
    Error,
}
