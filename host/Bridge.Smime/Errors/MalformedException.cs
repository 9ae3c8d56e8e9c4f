namespace Bridge.Smime.Errors;

/// <summary>
/// Input that does not follow its format, or exceeds a stated limit. The readers turn every parser exception into this
/// one, and the layer that owns the message turns it into a verdict or a refusal.
/// </summary>
/// <param name="code">Stable kebab-case code, for example <c>cms-truncated</c> or <c>limit-depth</c>.</param>
/// <param name="message">English sentence saying what was wrong and where.</param>
/// <param name="inner">The parser's exception, for the log.</param>
public sealed class MalformedException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;
}
