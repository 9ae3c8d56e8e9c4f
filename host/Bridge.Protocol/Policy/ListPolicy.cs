using System.Text.Json.Serialization;
using Bridge.Protocol.Json;

namespace Bridge.Protocol.Policy;

/// <summary>Lists every policy name with its value.</summary>
public sealed record ListPolicy(long Id) : Request<PolicyList>(Id);

public sealed record PolicyList(IReadOnlyList<PolicyEntry> Entries);

/// <param name="Name">For example <c>signatures.acceptSha1</c>.</param>
/// <param name="Value">In force.</param>
/// <param name="Default">When never set.</param>
/// <param name="Kind">How it is written.</param>
/// <param name="Choices">The words of a choice; empty for the other kinds.</param>
/// <param name="Least">Least value of an integer.</param>
/// <param name="Most">Greatest value of an integer.</param>
public sealed record PolicyEntry(
    string Name,
    string Value,
    string Default,
    PolicyKind Kind,
    IReadOnlyList<string> Choices,
    long? Least = null,
    long? Most = null);

[JsonConverter(typeof(KebabCaseEnum<PolicyKind>))]
public enum PolicyKind
{
    Boolean,
    Integer,
    Text,
    Choice,
}
