namespace Bridge.Protocol;

/// <summary>The body of a frame is not a message.</summary>
public sealed class MessageException : Exception
{
    private MessageException(string code, long? id, IReadOnlyDictionary<string, string> parameters, Exception inner)
        : base("The frame's body is not a message.", inner)
    {
        Code = code;
        Id = id;
        Parameters = parameters;
    }

    /// <summary><see cref="ErrorCode.MessageMalformed"/> or <see cref="ErrorCode.MessageUnknown"/>.</summary>
    public string Code { get; }

    /// <summary>The request it names; null when it names none.</summary>
    public long? Id { get; }

    public IReadOnlyDictionary<string, string> Parameters { get; }

    internal static MessageException For(MessageLabel label, IReadOnlySet<string> known, string? path, Exception inner)
    {
        if (label.Type is { } type && !known.Contains(type))
        {
            return new MessageException(ErrorCode.MessageUnknown, label.Id, new Dictionary<string, string> { ["name"] = Shorten(type) }, inner);
        }

        Dictionary<string, string> parameters = path is null ? [] : new() { ["path"] = Shorten(path) };
        return new MessageException(ErrorCode.MessageMalformed, label.Id, parameters, inner);
    }

    // The path may quote member names that the sender made up.
    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100];
}
