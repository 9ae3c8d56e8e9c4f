using System.Globalization;

namespace Bridge.Benchmarks.World;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Host">The host as shipped.</param>
/// <param name="Json">Where the figures go for programs.</param>
/// <param name="Docs">The page to write the figures into; null for none.</param>
/// <param name="Only">Suites to run; empty for all.</param>
/// <param name="Large">100 MB too.</param>
/// <param name="Rounds">Rounds for large messages; small ones get three times as many.</param>
/// <param name="Certificates">Certificates in the large keystore.</param>
internal sealed record Options(string Host, string Json, string? Docs, IReadOnlyList<string> Only, bool Large, int Rounds, int Certificates)
{
    public bool Wants(string suite) => Only.Count == 0 || Only.Contains(suite);

    public static Options Parse(string[] args)
    {
        string? Value(string name) => Array.IndexOf(args, name) is >= 0 and int i && i + 1 < args.Length ? args[i + 1] : null;
        int Number(string name, int otherwise) => Value(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        return new Options(
            Value("--host") ?? throw new ArgumentException("--host is missing."),
            Value("--json") ?? "benchmarks.json",
            Value("--docs"),
            Value("--only")?.Split(',') ?? [],
            args.Contains("--large"),
            Number("--rounds", 5),
            Number("--certificates", 1_000_000));
    }
}
