namespace Bridge.Smime.Errors;

/// <summary>What kind of thing a refusal is about; decides the command line's exit code.</summary>
public enum RefusalKind
{
    Usage = 2,
    Key = 3,
    Recipient = 4,
    Policy = 5,
    Message = 6,
}

/// <summary>
/// A request that is understood and declined for a reason the user can act on. Verdicts are never refusals, and anything
/// that is not a refusal is a fault.
/// </summary>
/// <param name="code">Stable kebab-case code; documented in PROTOCOL.md, append-only.</param>
/// <param name="kind">What it is about.</param>
/// <param name="message">English sentence for logs and the command line. Never contains a secret or message content.</param>
/// <param name="parameters">Named values for the localised text.</param>
/// <param name="inner">Cause, kept for the log.</param>
public sealed class RefusalException(
    string code,
    RefusalKind kind,
    string message,
    IReadOnlyDictionary<string, string>? parameters = null,
    Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;

    public RefusalKind Kind { get; } = kind;

    public IReadOnlyDictionary<string, string> Parameters { get; } = parameters ?? new Dictionary<string, string>();
}
