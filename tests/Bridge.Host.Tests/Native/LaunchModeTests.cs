namespace Bridge.Host.Tests.Native;

public sealed class LaunchModeTests
{
    [Theory]
    [InlineData("/home/a/.mozilla/native-messaging-hosts/smime_bridge.json smime-bridge@smime-bridge.example")]
    [InlineData("/x.json {some-other-extension}")]
    public void A_manifest_and_an_id_are_a_mail_client(string line) => Assert.Equal(LaunchMode.NativeMessaging, LaunchModes.Of(line.Split(' ')));

    [Theory]
    [InlineData("")]
    [InlineData("doctor")]
    [InlineData("open mail.eml")]
    [InlineData("open /mail.json")]
    [InlineData("/x.json")]
    [InlineData("/x.json a b")]
    public void Everything_else_is_the_command_line(string line) =>
        Assert.Equal(LaunchMode.CommandLine, LaunchModes.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
