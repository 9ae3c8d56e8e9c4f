using Bridge.Host.Native.Sessions;
using Bridge.Protocol;
using Bridge.Protocol.Json;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Policy;
using Bridge.Protocol.Session;
using Bridge.Protocol.Values;
using Bridge.Smime.Errors;

namespace Bridge.Host.Tests.Native;

public sealed class RequestTests
{
    [Fact]
    public void A_result_carries_the_record_of_its_request()
    {
        using SessionRig rig = Rig((_, _) => new Done());
        rig.Peer.Send(new RemoveKey(7, "k"));
        Result result = rig.Peer.Receive<Result>();
        Assert.Equal(7, result.Id);
        Assert.Equal("{}", SessionRig.Text(result));
    }

    [Fact]
    public void A_refusal_travels_with_its_code_and_parameters()
    {
        using SessionRig rig = Rig((r, _) => throw new RefusalException(
            ErrorCode.KeyUnknown, RefusalKind.Key, "no", new Dictionary<string, string> { ["key"] = r.Key }));
        rig.Peer.Send(new RemoveKey(1, "k9"));
        Failure failure = rig.Peer.Receive<Failure>();
        Assert.Equal((1L, ErrorCode.KeyUnknown, "k9"), (failure.Id, failure.Code, failure.Parameters["key"]));
    }

    [Fact]
    public void A_fault_tells_an_incident_and_only_the_log_tells_more()
    {
        MemoryLog log = new();
        using SessionRig rig = Rig((_, _) => throw new InvalidOperationException("the inside story"), log);
        rig.Peer.Send(new RemoveKey(1, "k"));
        Failure failure = rig.Peer.Receive<Failure>();
        Assert.Equal(ErrorCode.Internal, failure.Code);
        Assert.DoesNotContain("inside", string.Join(' ', failure.Parameters.Values), StringComparison.Ordinal);
        Assert.Contains(log.Lines, l => l.Contains("the inside story", StringComparison.Ordinal) && l.Contains(failure.Parameters["incident"], StringComparison.Ordinal));
        rig.Peer.Send(new RemoveKey(2, "k"));
        Assert.Equal(2, rig.Peer.Receive<Failure>().Id);
    }

    [Fact]
    public void A_damaged_input_is_named_after_what_was_being_read()
    {
        using SessionRig rig = Rig((_, _) => throw new MalformedException("limit-depth", "deep"));
        rig.Peer.Send(new RemoveKey(1, "k"));
        Failure failure = rig.Peer.Receive<Failure>();
        Assert.Equal((ErrorCode.LimitExceeded, "depth"), (failure.Code, failure.Parameters["limit"]));
    }

    [Fact]
    public void An_id_in_use_or_used_lately_is_refused()
    {
        using ManualResetEventSlim hold = new();
        using SessionRig rig = Rig((_, c) =>
        {
            hold.Wait(c.Cancellation);
            return new Done();
        });
        rig.Peer.Send(new RemoveKey(1, "k"));
        rig.Peer.Send(new RemoveKey(1, "k"));
        Assert.Equal(ErrorCode.RequestDuplicate, rig.Peer.Receive<Failure>().Code);
        hold.Set();
        rig.Peer.Receive<Result>();
        rig.Peer.Send(new RemoveKey(1, "k"));
        Assert.Equal(ErrorCode.RequestDuplicate, rig.Peer.Receive<Failure>().Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-4)]
    [InlineData(9007199254740992)]
    public void An_id_that_is_no_id_is_malformed(long id)
    {
        using SessionRig rig = Rig((_, _) => new Done());
        rig.Peer.Send(new RemoveKey(id, "k"));
        Failure failure = rig.Peer.Receive<Failure>();
        Assert.Equal((null, ErrorCode.MessageMalformed), (failure.Id, failure.Code));
    }

    [Fact]
    public void More_requests_at_once_than_allowed_are_told_busy_and_the_others_are_served()
    {
        using ManualResetEventSlim hold = new();
        using SessionRig rig = Rig((_, c) =>
        {
            hold.Wait(c.Cancellation);
            return new Done();
        });
        for (int id = 1; id <= Limits.ConcurrentRequests + 1; id++)
        {
            rig.Peer.Send(new RemoveKey(id, "k"));
        }

        Failure busy = rig.Peer.Receive<Failure>();
        Assert.Equal((Limits.ConcurrentRequests + 1, ErrorCode.Busy), (busy.Id, busy.Code));
        hold.Set();
        HashSet<long> served = [];
        for (int i = 0; i < Limits.ConcurrentRequests; i++)
        {
            served.Add(rig.Peer.Receive<Result>().Id);
        }

        Assert.Equal(Limits.ConcurrentRequests, served.Count);
    }

    [Fact]
    public void Cancel_stops_the_handler_and_is_answered()
    {
        using ManualResetEventSlim never = new();
        using SessionRig rig = Rig((_, c) =>
        {
            never.Wait(c.Cancellation);
            return new Done();
        });
        rig.Peer.Send(new RemoveKey(1, "k"));
        rig.Peer.Send(new Cancel(99));
        rig.Peer.Send(new Cancel(1));
        Failure failure = rig.Peer.Receive<Failure>();
        Assert.Equal((1L, ErrorCode.Cancelled), (failure.Id, failure.Code));
    }

    [Fact]
    public void The_end_of_input_stops_what_is_under_way()
    {
        using ManualResetEventSlim never = new(), stopped = new();
        using SessionRig rig = Rig((_, c) =>
        {
            try
            {
                never.Wait(c.Cancellation);
            }
            finally
            {
                stopped.Set();
            }

            return new Done();
        });
        rig.Peer.Send(new RemoveKey(1, "k"));
        Assert.Equal(SessionEnd.Closed, rig.HangUp());
        Assert.True(stopped.IsSet);
    }

    [Fact]
    public void A_result_that_does_not_fit_a_frame_fails_its_request_alone()
    {
        string large = new('x', Limits.FrameBytes);
        using SessionRig rig = new(r => r
            .On<SetPolicy, PolicyEntry>((q, _) => new PolicyEntry(q.Name, q.Name == "large" ? large : "small", "", PolicyKind.Text, []), WireJson.Wire.PolicyEntry));
        rig.Peer.Greet();
        rig.Peer.Send(new SetPolicy(1, "large"));
        Failure failure = rig.Peer.Receive<Failure>();
        Assert.Equal((ErrorCode.LimitExceeded, "frame"), (failure.Code, failure.Parameters["limit"]));
        rig.Peer.Send(new SetPolicy(2, "small"));
        Assert.Equal(2, rig.Peer.Receive<Result>().Id);
    }

    [Fact]
    public void Progress_is_told_at_most_ten_times_a_second()
    {
        using SessionRig rig = Rig((_, c) =>
        {
            DateTime end = DateTime.UtcNow.AddMilliseconds(450);
            while (DateTime.UtcNow < end)
            {
                c.Report(ProgressPhase.Checking, 1, 2);
            }

            return new Done();
        });
        rig.Peer.Send(new RemoveKey(1, "k"));
        int told = 0;
        HostMessage? message;
        while ((message = rig.Peer.Receive()) is Progress progress)
        {
            Assert.Equal((1L, ProgressPhase.Checking, 1L, 2L), (progress.Id, progress.Phase, progress.Done, progress.Total));
            told++;
        }

        Assert.IsType<Result>(message);
        Assert.InRange(told, 1, 5);
    }

    private static SessionRig Rig(Func<RemoveKey, Host.Native.RequestContext, Done> handle, MemoryLog? log = null)
    {
        SessionRig rig = new(r => r.On(handle, WireJson.Wire.Done), log: log);
        rig.Peer.Greet();
        return rig;
    }
}
