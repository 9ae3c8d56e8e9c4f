namespace Bridge.Smime.Policy;

/// <summary>One name of the policy table: how its value is read from, written as and put into a <see cref="SmimePolicy"/>.</summary>
public sealed class PolicyName
{
    private readonly Func<SmimePolicy, string> _format;
    private readonly Func<SmimePolicy, string, SmimePolicy?> _apply;

    /// <param name="name">Dotted name as on the command line and on the wire.</param>
    /// <param name="kind">Kind of value.</param>
    /// <param name="choices">Words that a choice may take; empty for other kinds.</param>
    /// <param name="format">Canonical text of the policy's current value.</param>
    /// <param name="apply">The policy with this value put in; null when the text is not a value for this name.</param>
    internal PolicyName(
        string name,
        PolicyKind kind,
        IReadOnlyList<string> choices,
        Func<SmimePolicy, string> format,
        Func<SmimePolicy, string, SmimePolicy?> apply)
    {
        (Name, Kind, Choices) = (name, kind, choices);
        (_format, _apply) = (format, apply);
        Default = format(SmimePolicy.Default);
    }

    public string Name { get; }

    public PolicyKind Kind { get; }

    public IReadOnlyList<string> Choices { get; }

    /// <summary>Least and greatest value of a number; null for other kinds.</summary>
    public (long Least, long Most)? Range { get; internal init; }

    /// <summary>Text of the value that is in force when nothing was set.</summary>
    public string Default { get; }

    /// <summary>Canonical text of this name's value in <paramref name="policy"/>.</summary>
    public string Format(SmimePolicy policy) => _format(policy);

    /// <summary><paramref name="policy"/> with this name set; null when <paramref name="value"/> is not a value for it.</summary>
    public SmimePolicy? TryApply(SmimePolicy policy, string value) => _apply(policy, value.Trim());
}
