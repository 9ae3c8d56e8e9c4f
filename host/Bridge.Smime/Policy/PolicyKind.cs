namespace Bridge.Smime.Policy;

/// <summary>What kind of value a policy name takes.</summary>
public enum PolicyKind
{
    Boolean,
    Integer,
    /// <summary>Free text with a syntax of its own, for example a list of object identifiers.</summary>
    Text,
    /// <summary>One of the words in <see cref="PolicyName.Choices"/>.</summary>
    Choice,
}
