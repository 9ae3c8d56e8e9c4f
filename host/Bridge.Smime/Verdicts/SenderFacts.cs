using Bridge.Smime.Values;

namespace Bridge.Smime.Verdicts;

/// <summary>What a message says about where it comes from.</summary>
/// <param name="Compared">False for a bare CMS object, which has no sender to compare with.</param>
/// <param name="From">Addresses of the From field that is shown.</param>
/// <param name="Sender">Address of the Sender field.</param>
/// <param name="Date">The Date field.</param>
/// <param name="Doubts">Why no signature can be called valid for this sender, whoever made it: several From, tricks, a header that two readers read differently.</param>
public sealed record SenderFacts(
    bool Compared,
    IReadOnlyList<string> From,
    string? Sender = null,
    DateTimeOffset? Date = null,
    IReadOnlyList<Finding>? Doubts = null)
{
    public static SenderFacts NotCompared { get; } = new(false, []);
}
