using Bridge.Smime.Errors;

namespace Bridge.Smime.Policy;

/// <summary>
/// The table between the names people use (<c>policy show / set / reset</c> and the wire's <c>policy.*</c>) and the members
/// of <see cref="SmimePolicy"/>. Names are compared without regard to case; a stored value that no longer parses is
/// ignored by <see cref="FromValues"/>, so that an old keystore never makes the host unusable.
/// </summary>
public static partial class PolicyNames
{
    private static readonly Dictionary<string, PolicyName> s_byName =
        Table().ToDictionary(n => n.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Every name, grouped as documented.</summary>
    public static IReadOnlyList<PolicyName> All { get; } = [.. s_byName.Values];

    public static PolicyName? Find(string name) => s_byName.GetValueOrDefault(name.Trim());

    /// <exception cref="RefusalException"><c>policy-unknown</c> (parameter <c>name</c>).</exception>
    public static PolicyName Require(string name) => Find(name) ?? throw new RefusalException(
        "policy-unknown", RefusalKind.Policy, $"There is no policy named '{name}'.", new Dictionary<string, string> { ["name"] = name });

    /// <summary><paramref name="policy"/> with one name set.</summary>
    /// <exception cref="RefusalException"><c>policy-unknown</c>, or <c>policy-value</c> (parameters <c>name</c>, <c>value</c>).</exception>
    public static SmimePolicy Apply(SmimePolicy policy, string name, string value)
    {
        PolicyName entry = Require(name);
        return entry.TryApply(policy, value) ?? throw new RefusalException(
            "policy-value",
            RefusalKind.Policy,
            $"'{value}' is not a value for {entry.Name}.",
            new Dictionary<string, string> { ["name"] = entry.Name, ["value"] = value });
    }

    /// <summary>The canonical spelling of a value, as it is to be stored and shown.</summary>
    /// <inheritdoc cref="Apply"/>
    public static string Normalise(string name, string value) =>
        Require(name).Format(Apply(SmimePolicy.Default, name, value));

    /// <summary>The policy that stored name and value pairs describe; unknown names and values are passed over.</summary>
    public static SmimePolicy FromValues(IEnumerable<KeyValuePair<string, string>> values)
    {
        SmimePolicy policy = SmimePolicy.Default;
        foreach ((string name, string value) in values)
        {
            policy = Find(name)?.TryApply(policy, value) ?? policy;
        }

        return policy;
    }
}
