using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bridge.Protocol.Json;

/// <summary>Enumerations travel as kebab-case words, never as numbers.</summary>
internal sealed class KebabCaseEnum<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
