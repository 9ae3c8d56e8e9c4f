namespace Bridge.Smime.Values;

/// <summary>How much a finding matters to the reader of a verdict.</summary>
public enum FindingLevel
{
    Info,
    Warning,
    Error,
}

/// <summary>
/// One observed fact that explains a verdict. The code is stable and append-only; the text for people belongs to the
/// extension's locales and to the command line, never to this layer.
/// </summary>
/// <param name="Code">Stable kebab-case code, see <see cref="FindingCodes"/>.</param>
/// <param name="Level">Weight of the fact.</param>
/// <param name="Parameters">Named values for the text (addresses, times, names).</param>
public sealed record Finding(string Code, FindingLevel Level, IReadOnlyDictionary<string, string> Parameters)
{
    private static readonly IReadOnlyDictionary<string, string> s_none = new Dictionary<string, string>();

    public static Finding Info(string code, params (string Name, string Value)[] parameters) => Of(code, FindingLevel.Info, parameters);

    public static Finding Warning(string code, params (string Name, string Value)[] parameters) => Of(code, FindingLevel.Warning, parameters);

    public static Finding Error(string code, params (string Name, string Value)[] parameters) => Of(code, FindingLevel.Error, parameters);

    private static Finding Of(string code, FindingLevel level, (string Name, string Value)[] parameters) =>
        new(code, level, parameters.Length == 0 ? s_none : parameters.ToDictionary(p => p.Name, p => p.Value));
}
