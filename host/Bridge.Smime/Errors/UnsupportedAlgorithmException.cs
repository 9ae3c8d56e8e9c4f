namespace Bridge.Smime.Errors;

/// <summary>
/// An algorithm, or a way of using one, that this product does not do. Whether that becomes a verdict or a refusal is for
/// the layer that owns the message.
/// </summary>
/// <param name="name">The algorithm: its usual name where there is one, else its object identifier.</param>
/// <param name="reason">English sentence saying why it is not done. Never depends on a secret.</param>
public sealed class UnsupportedAlgorithmException(string name, string reason) : Exception($"{name}: {reason}")
{
    public string Name { get; } = name;

    public string Reason { get; } = reason;
}
