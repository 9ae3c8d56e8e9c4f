using Bridge.Host.Native.Streams;
using Bridge.Protocol;
using Bridge.Protocol.Json;
using Bridge.Protocol.Session;

namespace Bridge.Host.Native.Sessions;

/// <summary>One request under way: its content both ways, its prompts, and how it may be stopped.</summary>
internal sealed class ActiveRequest : RequestContext, IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly ContentInbox? _inbox;
    private readonly ContentOutbox? _outbox;
    private readonly PromptDesk _prompts;
    private readonly ProgressThrottle _progress;
    private Failure? _stopped;

    public ActiveRequest(Request request, Action<HostMessage> send, TimeProvider clock)
    {
        Request = request;
        _inbox = request is ICarryContent ? new ContentInbox(() => send(new HostCredit(request.Id, 1)), _cancel.Token) : null;
        _outbox = request is IReturnContent ? new ContentOutbox(request.Id, send, _cancel.Token) : null;
        _prompts = new PromptDesk(request.Id, send, _cancel.Token);
        _progress = new ProgressThrottle(request.Id, send, clock);
    }

    public Request Request { get; }

    /// <summary>The failure that the session decided on when it stopped the request; null when it was not stopped.</summary>
    public Failure? Stopped => Volatile.Read(ref _stopped);

    public override Stream Content => _inbox ?? Stream.Null;

    public override Stream Answer => _outbox ?? Stream.Null;

    public override CancellationToken Cancellation => _cancel.Token;

    public override void Report(ProgressPhase phase, long done, long total = 0) => _progress.Report(phase, done, total);

    public override Secret Ask(PromptKind kind, IReadOnlyDictionary<string, string> parameters) => _prompts.Ask(kind, parameters);

    /// <summary>Stops the handler; the first reason is the one that is told.</summary>
    public void Stop(string code, params (string Name, string Value)[] parameters)
    {
        Interlocked.CompareExchange(ref _stopped, Failures.Of(Request.Id, code, parameters), null);
        _cancel.Cancel();
    }

    public void Take(ClientChunk chunk)
    {
        if (_inbox is null)
        {
            chunk.Data.Dispose();
            Stop(ErrorCode.ChunkUnexpected);
        }
        else if (_inbox.Offer(chunk) is { } problem)
        {
            Stop(problem, problem == ErrorCode.ContentOversize ? [("limit", chunk.Data.Length > Limits.ChunkBytes ? "chunkBytes" : "contentBytes")] : []);
        }
    }

    public void Take(ClientCredit credit)
    {
        if (_outbox?.Credit(credit.Chunks) != true)
        {
            Stop(ErrorCode.MessageMalformed, ("path", "$.chunks"));
        }
    }

    public void Take(PromptAnswer answer) => _prompts.Take(answer);

    /// <summary>Sends the rest of the answer's content.</summary>
    public void CompleteAnswer() => _outbox?.Complete();

    // The token source is left to the collector: a late cancel of the reading thread must not meet a disposed one.
    public void Dispose()
    {
        _inbox?.Dispose();
        _outbox?.Dispose();
        _prompts.Dispose();
    }
}
