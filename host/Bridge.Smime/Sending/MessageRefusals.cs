using Bridge.Smime.Errors;

namespace Bridge.Smime.Sending;

/// <summary>Refusals about the message itself.</summary>
internal static class MessageRefusals
{
    /// <summary><c>message-unreadable</c>: not a message, or one that cannot be made fit for protection.</summary>
    /// <param name="reason"><c>header</c>, <c>header-length</c>, <c>line-length</c> or <c>eight-bit</c>.</param>
    public static RefusalException Unreadable(string reason) => new(
        "message-unreadable",
        RefusalKind.Message,
        $"The message cannot be read ({reason}).",
        new Dictionary<string, string> { ["reason"] = reason });

    /// <summary><c>limit-exceeded</c>.</summary>
    /// <param name="limit">Name of the limit in policy, without its prefix.</param>
    public static RefusalException LimitExceeded(string limit) => new(
        "limit-exceeded",
        RefusalKind.Message,
        $"The limit '{limit}' was exceeded.",
        new Dictionary<string, string> { ["limit"] = limit });
}
