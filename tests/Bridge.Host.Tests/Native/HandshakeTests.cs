using Bridge.Host.Native.Sessions;
using Bridge.Protocol;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Session;

namespace Bridge.Host.Tests.Native;

public sealed class HandshakeTests
{
    [Fact]
    public void Hello_is_answered_with_the_version_and_the_limits()
    {
        using SessionRig rig = new(_ => { });
        Welcome welcome = rig.Peer.Greet(min: 1, max: 9);
        Assert.Equal(1, welcome.Protocol);
        Assert.Equal(SessionLimits.Default, welcome.Limits);
        Assert.Equal(Product.Version, welcome.Host.Version);
        Assert.Equal(SessionEnd.Closed, rig.HangUp());
    }

    [Theory]
    [InlineData(2, 5)]
    [InlineData(0, 0)]
    public void No_common_version_ends_the_session_and_says_what_the_host_speaks(int min, int max)
    {
        using SessionRig rig = new(_ => { });
        rig.Peer.SendHello(min: min, max: max);
        Failure failure = rig.Peer.Receive<Failure>();
        Assert.Equal(ErrorCode.ProtocolUnsupported, failure.Code);
        Assert.Equal("1", failure.Parameters["hostMin"]);
        Assert.Equal("1", failure.Parameters["hostMax"]);
        Assert.Null(failure.Id);
        Assert.Equal(SessionEnd.Refused, rig.End());
    }

    [Fact]
    public void A_newer_hello_with_members_of_its_own_is_understood()
    {
        using SessionRig rig = new(_ => { });
        rig.Peer.SendText("""
            {"type":"hello","protocol":{"min":7,"max":8,"draft":true},"extension":{"id":"smime-bridge@smime-bridge.example","version":"9"},
             "client":{"name":"T","version":"1"},"locale":"en","mood":"new"}
            """);
        Assert.Equal(ErrorCode.ProtocolUnsupported, rig.Peer.Receive<Failure>().Code);
    }

    [Fact]
    public void Another_extension_is_refused_in_hello()
    {
        using SessionRig rig = new(_ => { });
        rig.Peer.SendHello("evil@example.org");
        Failure failure = rig.Peer.Receive<Failure>();
        Assert.Equal(ErrorCode.ExtensionUnknown, failure.Code);
        Assert.Equal("evil@example.org", failure.Parameters["extension"]);
        Assert.Equal(SessionEnd.Refused, rig.End());
    }

    [Fact]
    public void Another_extension_is_refused_as_the_mail_client_names_it()
    {
        using SessionRig rig = new(_ => { }, caller: "evil@example.org");
        Assert.Equal(ErrorCode.ExtensionUnknown, rig.Peer.Receive<Failure>().Code);
        Assert.Equal(SessionEnd.Refused, rig.End());
    }

    [Fact]
    public void A_request_before_hello_ends_the_session()
    {
        using SessionRig rig = new(_ => { });
        rig.Peer.Send(new ListKeys(1));
        Assert.Equal(ErrorCode.HelloExpected, rig.Peer.Receive<Failure>().Code);
        Assert.Equal(SessionEnd.Refused, rig.End());
    }

    [Fact]
    public void A_second_hello_ends_the_session()
    {
        using SessionRig rig = new(_ => { });
        rig.Peer.Greet();
        rig.Peer.SendHello();
        Assert.Equal(ErrorCode.HelloExpected, rig.Peer.Receive<Failure>().Code);
        Assert.Equal(SessionEnd.Refused, rig.End());
    }
}
