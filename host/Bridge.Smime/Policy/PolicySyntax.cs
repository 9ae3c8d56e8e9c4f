using System.Globalization;
using Bridge.Smime.Cms.Content;

namespace Bridge.Smime.Policy;

/// <summary>Texts of policy values, read tolerantly (case, spaces) and written in one way.</summary>
internal static class PolicySyntax
{
    private const string Any = "any";
    private static readonly string[] s_sources = ["crl", "ocsp", "offline"];

    public static IReadOnlyList<string> EncryptionChoices { get; } =
        [SmimePolicy.Automatic, .. ContentAlgorithm.All.Where(a => a.CanProduce).Select(a => a.Name)];

    public static bool? ParseFlag(string text) => text.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" or "1" => true,
        "false" or "no" or "off" or "0" => false,
        _ => null,
    };

    public static long? ParseNumber(string text, long least, long most) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value >= least && value <= most
            ? value
            : null;

    public static string FormatNumber(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string? Choose(IReadOnlyList<string> words, string text) =>
        words.FirstOrDefault(w => w.Equals(text, StringComparison.OrdinalIgnoreCase));

    public static string FormatOids(IReadOnlyList<string> oids) => oids.Count == 0 ? Any : string.Join(',', oids);

    /// <summary><c>any</c> is the empty list (RFC 5280 section 6.1.1 c).</summary>
    public static IReadOnlyList<string>? ParseOids(string text)
    {
        string[] items = Items(text);
        return items switch
        {
            [] => null,
            [var one] when one.Equals(Any, StringComparison.OrdinalIgnoreCase) => [],
            _ => items.All(IsOid) ? items.Distinct().ToList() : null,
        };
    }

    public static string FormatSources(SmimePolicy policy)
    {
        bool[] chosen = [policy.UseCrl, policy.UseOcsp, policy.RevocationOffline];
        return string.Join(',', s_sources.Where((_, i) => chosen[i]));
    }

    public static SmimePolicy? ApplySources(SmimePolicy policy, string text)
    {
        string[] items = [.. Items(text).Select(i => i.ToLowerInvariant())];
        if (items.Length == 0 || items.Except(s_sources).Any())
        {
            return null;
        }

        bool offline = items.Contains("offline");
        bool unnamed = offline && items.Length == 1;
        return policy with
        {
            UseCrl = unnamed || items.Contains("crl"),
            UseOcsp = unnamed || items.Contains("ocsp"),
            RevocationOffline = offline,
        };
    }

    private static string[] Items(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool IsOid(string text)
    {
        string[] arcs = text.Split('.');
        return arcs.Length >= 2 && arcs[0] is ("0" or "1" or "2")
            && arcs.All(a => a.Length is > 0 and <= 40 && a.All(char.IsAsciiDigit) && (a.Length == 1 || a[0] != '0'));
    }
}
