using System.Diagnostics;
using System.Text;
using Bridge.Host.Tests.Native;
using Bridge.Protocol;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Messages;
using Bridge.Protocol.Session;

namespace Bridge.Host.Tests.Published;

/// <summary>The executable as it is shipped, over real pipes.</summary>
public sealed class PublishedSessionTests(ITestOutputHelper output)
{
    [Fact]
    public void It_answers_hello_and_ends_at_once_with_its_input()
    {
        using HostExecutable host = new();
        Welcome welcome = host.Peer.Greet();
        output.WriteLine($"start to first reply {Stopwatch.GetElapsedTime(host.Started).TotalMilliseconds:0.0} ms");
        Assert.Equal(Product.Version, welcome.Host.Version);
        (int code, TimeSpan taken) = host.HangUp();
        output.WriteLine($"end of input to end of process {taken.TotalMilliseconds:0.0} ms");
        Assert.Equal(0, code);
        Assert.InRange(taken.TotalMilliseconds, 0, 1000);
    }

    [Fact]
    public void It_refuses_a_version_it_does_not_speak()
    {
        using HostExecutable host = new();
        host.Peer.SendHello(min: 99, max: 99);
        Assert.Equal(ErrorCode.ProtocolUnsupported, host.Peer.Receive<Failure>().Code);
        Assert.Equal(1, host.End());
    }

    [Fact]
    public void It_refuses_another_extension()
    {
        using HostExecutable host = new("somebody@else.example");
        Assert.Equal(ErrorCode.ExtensionUnknown, host.Peer.Receive<Failure>().Code);
        Assert.Equal(1, host.End());
    }

    [Fact]
    public void It_ends_after_an_oversize_prefix()
    {
        using HostExecutable host = new();
        host.Peer.Greet();
        host.Peer.SendRaw([0xFF, 0xFF, 0xFF, 0x7F]);
        Assert.Equal(ErrorCode.FrameOversize, host.Peer.Receive<Failure>().Code);
        Assert.Null(host.Peer.Receive());
        Assert.Equal(1, host.End());
    }

    [Fact]
    public void It_survives_a_damaged_message()
    {
        using HostExecutable host = new();
        host.Peer.Greet();
        host.Peer.SendText("{\"type\":\"keys.list\",\"id\":1,");
        Failure failure = host.Peer.Receive<Failure>();
        Assert.Equal((1L, ErrorCode.MessageMalformed), (failure.Id, failure.Code));
        host.Peer.Send(new ListKeys(2));
        Assert.Equal("""{"keys":[]}""", SessionRig.Text(host.Peer.Receive<Result>()));
    }

    [Fact]
    public void Nothing_but_frames_is_on_its_standard_output_and_it_ends_while_work_is_under_way()
    {
        using HostExecutable host = new();
        host.Peer.Greet();
        // A request that waits for its content for ever.
        host.Peer.Send(new OpenMessage(1, ContentKind.Message, Harvest: false));
        host.Peer.Send(new ListKeys(2));
        Assert.Equal(2, host.Peer.Receive<Result>().Id);
        (int code, TimeSpan taken) = host.HangUp();
        Assert.Equal(0, code);
        Assert.InRange(taken.TotalMilliseconds, 0, 1000);
        // The request may still say that it was cancelled; after that there is nothing, not a byte.
        Assert.True(host.Peer.Receive() is null or Failure { Code: ErrorCode.Cancelled });
        Assert.Null(host.Peer.Receive());
    }

    [Fact]
    public void Twenty_five_megabytes_pass_both_ways_in_bounded_memory()
    {
        using HostExecutable host = new();
        host.Peer.Greet();
        byte[] message = Encoding.ASCII.GetBytes("From: a@example.org\r\nSubject: large\r\n\r\n" + LargeText(25_000_000));
        long began = Stopwatch.GetTimestamp();
        (HostMessage end, byte[] answer) = host.Peer.Exchange(new OpenMessage(1, ContentKind.Message, Harvest: false), message);
        TimeSpan taken = Stopwatch.GetElapsedTime(began);
        Assert.IsType<Result>(end);
        Assert.Equal(message, answer);
        output.WriteLine($"25 MB in and out in {taken.TotalMilliseconds:0} ms; {host.ResidentBytes / 1e6:0} MB resident at most");
        Assert.InRange(host.ResidentBytes, 0, 100_000_000);
    }

    [Fact]
    public void Cancel_is_answered_in_the_middle_of_content()
    {
        using HostExecutable host = new();
        host.Peer.Greet();
        host.Peer.Send(new OpenMessage(1, ContentKind.Message, Harvest: false));
        host.Peer.SendChunk(1, 0, "From: a@example.org\r\n"u8, last: false);
        host.Peer.Send(new Cancel(1));
        HostMessage? message = host.Peer.Receive();
        while (message is HostCredit or HostChunk)
        {
            message = host.Peer.Receive();
        }

        Assert.Equal(ErrorCode.Cancelled, Assert.IsType<Failure>(message).Code);
    }

    private static string LargeText(int length)
    {
        StringBuilder text = new(length + 80);
        while (text.Length < length)
        {
            text.Append("0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ\r\n");
        }

        return text.ToString();
    }
}
