using System.Globalization;

namespace Bridge.Benchmarks.World;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Host">The host as shipped.</param>
/// <param name="Json">Where the figures go for programs.</param>
/// <param name="Docs">The page to write the figures into; null for none.</param>
/// <param name="Only">Suites to run; empty for all.</param>
/// <param name="Quick">Nothing larger than 25 MB, a small keystore and a small mailbox: for a look in between.</param>
/// <param name="Rounds">Rounds for large messages; small ones get three times as many.</param>
/// <param name="Certificates">Certificates in the large keystore.</param>
/// <param name="Thunderbird">Figures of the real Thunderbird, where there are some; null for none.</param>
internal sealed record Options(string Host, string Json, string? Docs, IReadOnlyList<string> Only, bool Quick, int Rounds, int Certificates, string? Thunderbird)
{
    /// <summary>Sizes of messages, smallest first.</summary>
    public IReadOnlyList<string> Sizes => ["10 KB", "1 MB", "25 MB", .. Quick ? (string[])[] : ["100 MB"]];

    /// <summary>Messages in the mailbox that is harvested.</summary>
    public int Mailbox => Quick ? 2_000 : 20_000;

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
            args.Contains("--quick"),
            Number("--rounds", 5),
            Number("--certificates", args.Contains("--quick") ? 10_000 : 1_000_000),
            Value("--thunderbird") is { } file && File.Exists(file) ? file : null);
    }
}
