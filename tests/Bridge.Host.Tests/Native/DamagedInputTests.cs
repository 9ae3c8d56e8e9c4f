using System.Text;
using Bridge.Host.Native.Sessions;
using Bridge.Protocol;
using Bridge.Protocol.Json;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Session;
using Bridge.Protocol.Values;

namespace Bridge.Host.Tests.Native;

public sealed class DamagedInputTests
{
    [Theory]
    [InlineData("""{"type":"keys.remove","id":5}""", 5L, ErrorCode.MessageMalformed)]
    [InlineData("""{"type":"keys.remove","id":5,"key":"k","more":1}""", 5L, ErrorCode.MessageMalformed)]
    [InlineData("""{"type":"keys.remove","id":5,"key":null}""", 5L, ErrorCode.MessageMalformed)]
    [InlineData("""{"type":"keys.remove","id":5,"key":"k","key":"l"}""", 5L, ErrorCode.MessageMalformed)]
    [InlineData("""{"type":"keys.remove","id":"5","key":"k"}""", null, ErrorCode.MessageMalformed)]
    [InlineData("""{"id":5,"type":"keys.remove","key":""", 5L, ErrorCode.MessageMalformed)]
    [InlineData("""{"type":"keys.fly","id":5}""", 5L, ErrorCode.MessageUnknown)]
    [InlineData("""{"type":"welcome","id":5}""", 5L, ErrorCode.MessageUnknown)]
    [InlineData("""{"id":5}""", 5L, ErrorCode.MessageMalformed)]
    [InlineData("""{"type":5,"id":5}""", 5L, ErrorCode.MessageMalformed)]
    [InlineData("", null, ErrorCode.MessageMalformed)]
    [InlineData("null", null, ErrorCode.MessageMalformed)]
    [InlineData("[]", null, ErrorCode.MessageMalformed)]
    [InlineData("{", null, ErrorCode.MessageMalformed)]
    [InlineData("\u0000\u0001", null, ErrorCode.MessageMalformed)]
    public void A_broken_message_fails_what_it_names_and_the_session_goes_on(string body, long? id, string code)
    {
        using SessionRig rig = Rig();
        rig.Peer.SendText(body);
        Failure failure = rig.Peer.Receive<Failure>();
        Assert.Equal((id, code), (failure.Id, failure.Code));
        rig.Peer.Send(new RemoveKey(6, "k"));
        Assert.Equal(6, rig.Peer.Receive<Result>().Id);
    }

    [Fact]
    public void Type_may_stand_anywhere()
    {
        using SessionRig rig = Rig();
        rig.Peer.SendText("""{"id":3,"key":"k","type":"keys.remove"}""");
        Assert.Equal(3, rig.Peer.Receive<Result>().Id);
    }

    [Fact]
    public void Invalid_UTF_8_is_malformed()
    {
        using SessionRig rig = Rig();
        rig.Peer.SendFrame([.. "{\"type\":\"keys.remove\",\"id\":4,\"key\":\""u8, 0xFF, 0xC0, .. "\"}"u8]);
        Failure failure = rig.Peer.Receive<Failure>();
        Assert.Equal((4L, ErrorCode.MessageMalformed), (failure.Id, failure.Code));
    }

    [Fact]
    public void Deep_nesting_is_malformed()
    {
        using SessionRig rig = Rig();
        rig.Peer.SendText("""{"type":"keys.remove","id":4,"key":""" + new string('[', 100_000));
        Assert.Equal(ErrorCode.MessageMalformed, rig.Peer.Receive<Failure>().Code);
    }

    [Theory]
    [InlineData(1_048_577u)]
    [InlineData(uint.MaxValue)]
    public void An_oversize_prefix_ends_the_session_with_one_failure(uint length)
    {
        using SessionRig rig = Rig();
        rig.Peer.SendRaw(BitConverter.GetBytes(length));
        Failure failure = rig.Peer.Receive<Failure>();
        Assert.Equal((null, ErrorCode.FrameOversize), (failure.Id, failure.Code));
        Assert.Null(rig.Peer.Receive());
        Assert.Equal(SessionEnd.Refused, rig.End());
    }

    [Fact]
    public void A_frame_of_the_largest_size_is_read()
    {
        using SessionRig rig = Rig();
        string head = """{"type":"keys.remove","id":4,"key":" """, tail = "\"}";
        rig.Peer.SendText(head + new string('k', Limits.FrameBytes - head.Length - tail.Length) + tail);
        Assert.Equal(4, rig.Peer.Receive<Result>().Id);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0 })]
    [InlineData(new byte[] { 9, 0, 0, 0, 123 })]
    public void Input_that_ends_inside_a_frame_is_told(byte[] bytes)
    {
        using SessionRig rig = Rig();
        rig.Peer.SendRaw(bytes);
        Assert.Equal(SessionEnd.Refused, rig.HangUp());
        Assert.Equal(ErrorCode.FrameTruncated, rig.Peer.Receive<Failure>().Code);
    }

    [Fact]
    public void Mutated_messages_never_end_the_session()
    {
        using SessionRig rig = Rig();
        byte[] seed = Encoding.UTF8.GetBytes("""{"type":"keys.remove","id":77,"key":"k","x":[1,2.5e3,{"a":null}],"b":true}""");
        Random random = new(20261123);
        for (int i = 0; i < 3000; i++)
        {
            byte[] mutant = [.. seed];
            for (int j = random.Next(1, 6); j > 0; j--)
            {
                mutant[random.Next(mutant.Length)] = (byte)random.Next(256);
            }

            rig.Peer.SendFrame(mutant[..random.Next(1, mutant.Length + 1)]);
            // Every mutant is refused or, at most, changes nothing; what comes back is drained by the next request's answer.
            rig.Peer.Send(new RemoveKey(100_000 + i, "k"));
            while (rig.Peer.Receive() is not Result { Id: var id } || id != 100_000 + i)
            {
            }
        }

        Assert.Equal(SessionEnd.Closed, rig.HangUp());
    }

    private static SessionRig Rig()
    {
        SessionRig rig = new(r => r.On<RemoveKey, Done>((_, _) => new Done(), WireJson.Wire.Done));
        rig.Peer.Greet();
        return rig;
    }
}
