using System.Text.Json;

namespace Bridge.Host.Cli;

/// <summary>Enumeration values as the words that the report and the documentation use.</summary>
internal static class Words
{
    public static string Kebab<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
