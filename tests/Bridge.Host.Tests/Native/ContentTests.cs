using System.Security.Cryptography;
using Bridge.Host.Native;
using Bridge.Protocol;
using Bridge.Protocol.Json;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Messages;
using Bridge.Protocol.Session;
using Bridge.Protocol.Values;

namespace Bridge.Host.Tests.Native;

public sealed class ContentTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Limits.ChunkBytes)]
    [InlineData(Limits.ChunkBytes + 1)]
    [InlineData(12_000_000)]
    public void Content_passes_through_unchanged_both_ways(int size)
    {
        using SessionRig rig = Rig((_, c) => Echo(c));
        byte[] content = RandomNumberGenerator.GetBytes(size);
        (HostMessage end, byte[] answer) = rig.Peer.Exchange(Protect(1), content);
        Assert.IsType<Result>(end);
        Assert.Equal(content, answer);
    }

    [Fact]
    public void Requests_with_content_are_served_side_by_side()
    {
        using SessionRig rig = Rig((_, c) => Echo(c));
        rig.Peer.Send(Protect(1));
        rig.Peer.Send(Protect(2));
        rig.Peer.SendChunk(2, 0, "two"u8, last: true);
        HostChunk chunk = rig.Peer.Receive<HostChunk>();
        Assert.Equal((2L, "two"), (chunk.Id, System.Text.Encoding.ASCII.GetString(chunk.Data.Memory.Span)));
        Assert.Equal(2, rig.Peer.Receive<Result>().Id);
        rig.Peer.SendChunk(1, 0, "one"u8, last: true);
        Assert.Equal(1, rig.Peer.Receive<HostChunk>().Id);
        Assert.Equal(1, rig.Peer.Receive<Result>().Id);
    }

    [Fact]
    public void A_client_that_gives_no_credit_stops_the_answer_after_one_window()
    {
        int written = 0;
        using SessionRig rig = Rig((_, c) =>
        {
            byte[] block = new byte[Limits.ChunkBytes];
            for (int i = 0; i < 100; i++)
            {
                c.Answer.Write(block);
                Interlocked.Increment(ref written);
            }

            return new ProtectedMessage([]);
        });
        rig.Peer.Send(Protect(1));
        for (int i = 0; i < Limits.WindowChunks; i++)
        {
            rig.Peer.Receive<HostChunk>().Data.Dispose();
        }

        Thread.Sleep(100);
        Assert.InRange(Volatile.Read(ref written), Limits.WindowChunks, Limits.WindowChunks + 1);
        rig.Peer.Send(new ClientCredit(1, 1));
        rig.Peer.Receive<HostChunk>().Data.Dispose();
        rig.Peer.Send(new Cancel(1));
        Assert.Equal(ErrorCode.Cancelled, rig.Peer.Receive<Failure>().Code);
    }

    [Fact]
    public void A_client_that_sends_beyond_its_window_fails_its_request()
    {
        using ManualResetEventSlim never = new();
        using SessionRig rig = Rig((_, c) =>
        {
            never.Wait(c.Cancellation);
            return new ProtectedMessage([]);
        });
        rig.Peer.Send(Protect(1));
        for (int i = 0; i <= Limits.WindowChunks; i++)
        {
            rig.Peer.SendChunk(1, i, "x"u8, last: false);
        }

        Assert.Equal(ErrorCode.WindowExceeded, rig.Peer.Receive<Failure>().Code);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(-1, false)]
    public void A_chunk_out_of_sequence_fails_its_request(int sequence, bool last)
    {
        using SessionRig rig = Rig((_, c) => Echo(c));
        rig.Peer.Send(Protect(1));
        rig.Peer.SendChunk(1, sequence, "x"u8, last);
        Assert.Equal(ErrorCode.ChunkUnexpected, rig.Peer.Receive<Failure>().Code);
    }

    [Fact]
    public void A_chunk_after_the_last_fails_its_request()
    {
        using ManualResetEventSlim never = new();
        using SessionRig rig = Rig((_, c) =>
        {
            never.Wait(c.Cancellation);
            return new ProtectedMessage([]);
        });
        rig.Peer.Send(Protect(1));
        rig.Peer.SendChunk(1, 0, "x"u8, last: true);
        rig.Peer.SendChunk(1, 1, "y"u8, last: true);
        Assert.Equal(ErrorCode.ChunkUnexpected, rig.Peer.Receive<Failure>().Code);
    }

    [Fact]
    public void A_chunk_for_a_request_that_takes_none_fails_it()
    {
        using ManualResetEventSlim never = new();
        using SessionRig rig = new(r => r.On<RemoveKey, Done>(
            (_, c) =>
            {
                never.Wait(c.Cancellation);
                return new Done();
            },
            WireJson.Wire.Done));
        rig.Peer.Greet();
        rig.Peer.Send(new RemoveKey(1, "k"));
        rig.Peer.SendChunk(1, 0, "x"u8, last: true);
        Assert.Equal(ErrorCode.ChunkUnexpected, rig.Peer.Receive<Failure>().Code);
    }

    [Fact]
    public void A_chunk_for_no_request_is_told_once()
    {
        using SessionRig rig = Rig((_, c) => Echo(c));
        rig.Peer.SendChunk(8, 0, "x"u8, last: false);
        rig.Peer.SendChunk(8, 1, "x"u8, last: true);
        Failure failure = rig.Peer.Receive<Failure>();
        Assert.Equal((8L, ErrorCode.ChunkUnexpected), (failure.Id, failure.Code));
        rig.Peer.Send(Protect(9));
        rig.Peer.SendChunk(9, 0, [], last: true);
        Assert.Equal(9, rig.Peer.Receive<HostChunk>().Id);
    }

    [Fact]
    public void Chunks_that_were_under_way_when_the_answer_came_are_ignored()
    {
        using SessionRig rig = Rig((_, _) => throw new Smime.Errors.RefusalException(ErrorCode.AlreadyProtected, Smime.Errors.RefusalKind.Message, "no"));
        rig.Peer.Send(Protect(1));
        Assert.Equal(ErrorCode.AlreadyProtected, rig.Peer.Receive<Failure>().Code);
        rig.Peer.SendChunk(1, 0, "x"u8, last: false);
        rig.Peer.Send(new ClientCredit(1, 1));
        rig.Peer.Send(Protect(2));
        Assert.Equal(2, rig.Peer.Receive<Failure>().Id);
    }

    [Fact]
    public void A_chunk_larger_than_allowed_fails_its_request()
    {
        using SessionRig rig = Rig((_, c) => Echo(c));
        rig.Peer.Send(Protect(1));
        rig.Peer.SendChunk(1, 0, new byte[Limits.ChunkBytes + 1], last: true);
        Failure failure = rig.Peer.Receive<Failure>();
        Assert.Equal((ErrorCode.ContentOversize, "chunkBytes"), (failure.Code, failure.Parameters["limit"]));
    }

    [Fact]
    public void Data_that_is_not_base64_fails_its_request()
    {
        using SessionRig rig = Rig((_, c) => Echo(c));
        rig.Peer.Send(Protect(1));
        rig.Peer.SendText("""{"type":"chunk","id":1,"sequence":0,"data":"*","last":true}""");
        Failure failure = rig.Peer.Receive<Failure>();
        Assert.Equal((1L, ErrorCode.MessageMalformed), (failure.Id, failure.Code));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(9)]
    public void Credit_that_cannot_be_is_malformed(int chunks)
    {
        using ManualResetEventSlim never = new();
        using SessionRig rig = Rig((_, c) =>
        {
            never.Wait(c.Cancellation);
            return new ProtectedMessage([]);
        });
        rig.Peer.Send(Protect(1));
        rig.Peer.Send(new ClientCredit(1, chunks));
        Assert.Equal(ErrorCode.MessageMalformed, rig.Peer.Receive<Failure>().Code);
    }

    private static ProtectedMessage Echo(RequestContext context)
    {
        context.Content.CopyTo(context.Answer);
        return new ProtectedMessage([]);
    }

    private static ProtectMessage Protect(long id) =>
        new(id, "a@example.org", [], true, true, SignatureForm.Clear, ProtectionPurpose.Send, true);

    private static SessionRig Rig(Func<ProtectMessage, RequestContext, ProtectedMessage> handle)
    {
        SessionRig rig = new(r => r.On(handle, WireJson.Wire.ProtectedMessage));
        rig.Peer.Greet();
        return rig;
    }
}
