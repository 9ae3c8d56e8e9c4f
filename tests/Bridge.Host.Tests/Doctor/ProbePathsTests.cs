using Bridge.Host.Doctor;
using Bridge.Protocol.Doctor;

namespace Bridge.Host.Tests.Doctor;

public sealed class ProbePathsTests
{
    [Theory]
    [InlineData("/home/alice/.local/share/smime-bridge", "~/.local/share/smime-bridge")]
    [InlineData("/home/alice", "~")]
    [InlineData("/home/alicia/keys", "/home/alicia/keys")]
    [InlineData("/usr/lib/softhsm.so", "/usr/lib/softhsm.so")]
    public void The_users_folder_is_not_named(string path, string shown) => Assert.Equal(shown, Shorten(path, "/home/alice"));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public void Where_there_is_no_such_folder_paths_stay(string folder) => Assert.Equal("/srv/keys", Shorten("/srv/keys", folder));

    private static string Shorten(string path, string folder)
    {
        Probe probe = new("modes", ProbeStatus.Good, "probe-modes-good", new Dictionary<string, string> { ["path"] = path });
        return ProbePaths.Shorten(probe, folder).Parameters["path"];
    }
}
