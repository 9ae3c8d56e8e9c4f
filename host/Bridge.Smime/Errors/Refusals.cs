namespace Bridge.Smime.Errors;

/// <summary>Refusals that more than one reader makes.</summary>
internal static class Refusals
{
    public static RefusalException LimitExceeded(string limit, Exception? inner = null, string? advice = null) => new(
        "limit-exceeded",
        RefusalKind.Message,
        $"The message exceeds the limit '{limit}'.{(advice is null ? "" : " " + advice)}",
        new Dictionary<string, string> { ["limit"] = limit },
        inner);

    public static RefusalException Unreadable(string reason, Exception? inner = null) => new(
        "message-unreadable",
        RefusalKind.Message,
        "The input is not a message or CMS object that can be read.",
        new Dictionary<string, string> { ["reason"] = reason },
        inner);
}
