using System.Text.Json.Serialization;
using Bridge.Protocol.Json;

namespace Bridge.Protocol.Reports;

/// <param name="Address">The address a certificate was learned for.</param>
/// <param name="Sha256">The certificate.</param>
/// <param name="Change">New, or known and refreshed.</param>
public sealed record LearnedReport(string Address, string Sha256, LearnedChange Change);

[JsonConverter(typeof(KebabCaseEnum<LearnedChange>))]
public enum LearnedChange
{
    Added,
    Refreshed,
}
