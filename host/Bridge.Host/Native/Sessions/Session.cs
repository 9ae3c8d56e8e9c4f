using Bridge.Host.Logging;
using Bridge.Protocol;
using Bridge.Protocol.Framing;
using Bridge.Protocol.Session;

namespace Bridge.Host.Native.Sessions;

/// <summary>How a session ended; the process's exit code.</summary>
internal enum SessionEnd
{
    /// <summary>The client closed its end.</summary>
    Closed = 0,
    /// <summary>The host ended it with a failure.</summary>
    Refused = 1,
}

/// <summary>
/// One conversation with a mail client: hello, then requests until the input ends. The calling thread reads; each request
/// runs on a thread of its own and answers by itself.
/// </summary>
/// <param name="input">The client's frames.</param>
/// <param name="writer">The only way to the client.</param>
/// <param name="router">Handlers.</param>
/// <param name="options">Who may call, and the clock.</param>
/// <param name="log">The host's log.</param>
internal sealed class Session(Stream input, FrameWriter writer, Router router, SessionOptions options, HostLog log)
{
    private readonly RequestTable _requests = new();

    /// <summary>Serves until the end.</summary>
    public SessionEnd Run()
    {
        using FrameReader reader = new(input);
        try
        {
            if (!options.CallerIsKnown)
            {
                return Refuse(Failures.Of(null, ErrorCode.ExtensionUnknown, ("extension", options.Caller)));
            }

            return Greet(reader) ?? Serve(reader);
        }
        catch (FrameException e)
        {
            return Refuse(Failures.Of(null, e.Code, e.Code == ErrorCode.FrameOversize ? [("limit", $"{Limits.FrameBytes}")] : []));
        }
        catch (IOException e)
        {
            log.SessionBroke(e);
            return SessionEnd.Closed;
        }
        finally
        {
            Drain();
        }
    }

    /// <summary>True when no handler is running any more, so that services may be closed.</summary>
    public bool Idle => _requests.Count == 0;

    private SessionEnd? Greet(FrameReader reader)
    {
        while (reader.Read() is { } body)
        {
            if (Decode(body) is not { } message)
            {
                continue;
            }

            return message is Hello hello ? Welcome(hello) : Refuse(Failures.Of(null, ErrorCode.HelloExpected));
        }

        return SessionEnd.Closed;
    }

    private SessionEnd? Welcome(Hello hello)
    {
        if (hello.Extension.Id != options.Extension)
        {
            return Refuse(Failures.Of(null, ErrorCode.ExtensionUnknown, ("extension", hello.Extension.Id)));
        }

        if (ProtocolVersion.Negotiate(hello.Protocol.Min, hello.Protocol.Max) is not { } version)
        {
            return Refuse(Failures.Unsupported());
        }

        writer.Write(new Welcome(version, new HostIdentity(Product.Version, Product.Runtime), [], SessionLimits.Default));
        log.SessionBegan(hello, version);
        return null;
    }

    private SessionEnd Serve(FrameReader reader)
    {
        options.WarmUp?.Invoke();
        using MemoryRest rest = new(options.Clock, () => Idle);
        while (reader.Read() is { } body)
        {
            switch (Decode(body))
            {
                case Request request:
                    rest.Postpone();
                    Begin(request);
                    break;
                case ClientChunk chunk:
                    Route(chunk);
                    break;
                case ClientCredit credit:
                    _requests.Find(credit.Id)?.Take(credit);
                    break;
                case Cancel cancel:
                    _requests.Find(cancel.Id)?.Stop(ErrorCode.Cancelled);
                    break;
                case PromptAnswer answer:
                    Route(answer);
                    break;
                case Hello:
                    return Refuse(Failures.Of(null, ErrorCode.HelloExpected));
            }
        }

        return SessionEnd.Closed;
    }

    private ClientMessage? Decode(ReadOnlyMemory<byte> body)
    {
        try
        {
            return MessageCodec.ReadClientMessage(body.Span);
        }
        catch (MessageException e)
        {
            log.MessageRefused(e);
            Fail(e);
            return null;
        }
    }

    // A broken message that names a request fails that request, which then answers once and by itself.
    private void Fail(MessageException problem)
    {
        if (problem.Id is { } id && _requests.Find(id) is { } active)
        {
            active.Stop(problem.Code, [.. problem.Parameters.Select(p => (p.Key, p.Value))]);
            return;
        }

        if (problem.Id is { } late && _requests.EndedLately(late))
        {
            return;
        }

        if (problem.Id is { } unknown)
        {
            _requests.NoteRefused(unknown);
        }

        writer.Write(new Failure(problem.Code, problem.Parameters, problem.Id));
    }

    private void Begin(Request request)
    {
        if (request.Id is < 1 or > Limits.RequestId)
        {
            writer.Write(Failures.Of(null, ErrorCode.MessageMalformed, ("path", "$.id")));
            return;
        }

        ActiveRequest active = new(request, writer.Write, options.Clock);
        if (_requests.Add(active) is { } refusal)
        {
            active.Dispose();
            writer.Write(Failures.Of(request.Id, refusal));
            return;
        }

        RequestRun run = new(active, options.PromptFor(active), router, _requests, writer, log);
        ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);
    }

    private void Route(ClientChunk chunk)
    {
        if (_requests.Find(chunk.Id) is { } active)
        {
            active.Take(chunk);
            return;
        }

        chunk.Data.Dispose();
        if (!_requests.EndedLately(chunk.Id))
        {
            _requests.NoteRefused(chunk.Id);
            writer.Write(Failures.Of(chunk.Id, ErrorCode.ChunkUnexpected));
        }
    }

    private void Route(PromptAnswer answer)
    {
        if (_requests.Find(answer.Id) is { } active)
        {
            active.Take(answer);
        }
        else
        {
            answer.Secret?.Dispose();
        }
    }

    private SessionEnd Refuse(Failure failure)
    {
        log.SessionRefused(failure.Code);
        writer.Write(failure);
        return SessionEnd.Refused;
    }

    // Whoever does not stop within this time is ended with the process: every store is safe against that.
    private void Drain()
    {
        _requests.StopAll(ErrorCode.Cancelled);
        SpinWait.SpinUntil(() => Idle, options.DrainTime);
    }
}
