using System.Text.Json;
using Bridge.Smime.Values;

namespace Bridge.Host.Cli;

/// <summary>
/// English sentences for finding codes. They are the add-on's own: its English locale is embedded, so that a person at a
/// terminal and a person in the mail client read the same words.
/// </summary>
internal static class FindingText
{
    private static readonly Lazy<Dictionary<string, string>> s_texts = new(Load);

    public static string Of(Finding finding)
    {
        string parameters = string.Join(", ", finding.Parameters.Select(p => $"{p.Key}: {p.Value}"));
        return s_texts.Value.TryGetValue(KeyOf(finding.Code), out string? text)
            ? $"{Fill(text, finding.Parameters)} [{finding.Code}]"
            : parameters.Length > 0 ? $"{finding.Code} ({parameters})" : finding.Code;
    }

    private static string KeyOf(string code) => "finding_" + code.Replace('-', '_');

    private static string Fill(string text, IReadOnlyDictionary<string, string> parameters)
    {
        foreach ((string name, string value) in parameters)
        {
            text = text.Replace("{" + name + "}", value, StringComparison.Ordinal);
        }

        return text;
    }

    private static Dictionary<string, string> Load()
    {
        using Stream? resource = typeof(FindingText).Assembly.GetManifestResourceStream("messages.en.json");
        if (resource is null)
        {
            return [];
        }

        using JsonDocument document = JsonDocument.Parse(resource);
        return document.RootElement.EnumerateObject()
            .Where(p => p.Name.StartsWith("finding_", StringComparison.Ordinal))
            .ToDictionary(p => p.Name, p => p.Value.GetProperty("message").GetString() ?? string.Empty);
    }
}
