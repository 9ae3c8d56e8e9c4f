namespace Bridge.Protocol.Reports;

/// <param name="Protected">Header fields inside the cryptographic envelope (RFC 9788), name to value.</param>
/// <param name="Outer">The same fields as they stand outside.</param>
/// <param name="Differences">Names of fields whose inner and outer values differ.</param>
public sealed record HeadersReport(
    IReadOnlyDictionary<string, string> Protected,
    IReadOnlyDictionary<string, string> Outer,
    IReadOnlyList<string> Differences);
