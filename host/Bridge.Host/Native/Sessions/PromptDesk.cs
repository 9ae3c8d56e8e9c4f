using Bridge.Protocol;
using Bridge.Protocol.Json;
using Bridge.Protocol.Session;
using Bridge.Smime.Errors;

namespace Bridge.Host.Native.Sessions;

/// <summary>Prompts of one request: one is open at a time, and only its own answer is taken.</summary>
internal sealed class PromptDesk(long id, Action<HostMessage> send, CancellationToken cancellation) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _answered = new(0);
    private PromptAnswer? _answer;
    private int _number;
    private bool _open;

    /// <exception cref="RefusalException">Code <c>prompt-dismissed</c>.</exception>
    public Secret Ask(PromptKind kind, IReadOnlyDictionary<string, string> parameters)
    {
        int number;
        lock (_lock)
        {
            number = ++_number;
            _open = true;
        }

        send(new Prompt(id, number, kind, parameters));
        _answered.Wait(cancellation);
        return Collect() ?? throw new RefusalException(ErrorCode.PromptDismissed, RefusalKind.Key, "The passphrase was not given.");
    }

    /// <summary>Takes the answer of the open prompt; any other answer is dropped.</summary>
    public void Take(PromptAnswer answer)
    {
        lock (_lock)
        {
            if (!_open || answer.PromptNumber != _number)
            {
                answer.Secret?.Dispose();
                return;
            }

            _open = false;
            _answer = answer;
        }

        _answered.Release();
    }

    public void Dispose() => Collect()?.Dispose();

    private Secret? Collect()
    {
        lock (_lock)
        {
            _open = false;
            Secret? secret = _answer?.Secret;
            _answer = null;
            return secret;
        }
    }
}
