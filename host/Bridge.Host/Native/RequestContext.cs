using System.Globalization;
using Bridge.Protocol.Json;
using Bridge.Protocol.Session;

namespace Bridge.Host.Native;

/// <summary>What a handler may do for its request besides answering it.</summary>
internal abstract class RequestContext
{
    /// <summary>The request's content; empty for a request without any. Reading waits for the client.</summary>
    public abstract Stream Content { get; }

    /// <summary>Where the answer's content goes. Writing waits for the client to consume.</summary>
    public abstract Stream Answer { get; }

    /// <summary>Fires when the client cancels, the session ends, or the client breaks the rules of its request.</summary>
    public abstract CancellationToken Cancellation { get; }

    /// <summary>Tells the client how far the request is; more than ten a second are dropped.</summary>
    public abstract void Report(ProgressPhase phase, long done, long total = 0);

    /// <summary>Asks the user for a secret and waits. The caller disposes it.</summary>
    /// <exception cref="Smime.Errors.RefusalException">Code <c>prompt-dismissed</c>.</exception>
    public abstract Secret Ask(PromptKind kind, IReadOnlyDictionary<string, string> parameters);

    /// <summary>Asks for the passphrase of a file; says so when the one before was wrong.</summary>
    /// <inheritdoc cref="Ask(PromptKind, IReadOnlyDictionary{string, string})"/>
    public Secret Ask(PromptKind kind, string file, int attempt)
    {
        Dictionary<string, string> parameters = new() { ["file"] = file, ["attempt"] = attempt.ToString(CultureInfo.InvariantCulture) };
        if (attempt > 1)
        {
            parameters["reason"] = "wrong";
        }

        return Ask(kind, parameters);
    }
}
