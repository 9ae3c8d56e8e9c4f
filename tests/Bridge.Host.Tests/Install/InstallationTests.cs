using System.Text.Json;
using Bridge.Host.Install;

namespace Bridge.Host.Tests.Install;

public sealed class InstallationTests : IDisposable
{
    private const string Executable = "/opt/smime-bridge/smime-bridge";

    private readonly string _home = Directory.CreateTempSubdirectory("smime-bridge-install-").FullName;

    [Fact]
    public void The_manifest_names_the_executable_and_the_extension()
    {
        InstallResult result = Installation().Install();
        Assert.Equal((InstallOutcome.Written, Path.Combine(_home, ".mozilla/native-messaging-hosts/smime_bridge.json")), (result.Outcome, result.Manifest));
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllBytes(result.Manifest));
        JsonElement root = manifest.RootElement;
        Assert.Equal(
            ("smime_bridge", Executable, "stdio", "smime-bridge@smime-bridge.example"),
            (root.GetProperty("name").GetString(), root.GetProperty("path").GetString(), root.GetProperty("type").GetString(),
                Assert.Single(root.GetProperty("allowed_extensions").EnumerateArray()).GetString()));
        Assert.Equal("-rw-r--r--", Mode(result.Manifest));
    }

    [Fact]
    public void Installing_twice_changes_nothing_and_leaves_no_other_file()
    {
        Installation().Install();
        Assert.Equal(InstallOutcome.Unchanged, Installation().Install().Outcome);
        Assert.Single(Directory.GetFiles(Path.Combine(_home, ".mozilla/native-messaging-hosts")));
    }

    [Fact]
    public void Uninstalling_removes_the_manifest_alone()
    {
        InstallResult installed = Installation().Install();
        string neighbour = Path.Combine(Path.GetDirectoryName(installed.Manifest)!, "other.json");
        File.WriteAllText(neighbour, "{}");
        Assert.Equal(InstallOutcome.Removed, Installation().Uninstall().Outcome);
        Assert.False(File.Exists(installed.Manifest));
        Assert.True(File.Exists(neighbour));
        Assert.Equal(InstallOutcome.Absent, Installation().Uninstall().Outcome);
    }

    [Theory]
    [InlineData("""{"name":"smime_bridge","description":"","path":"/elsewhere/smime-bridge","type":"stdio","allowed_extensions":[]}""")]
    [InlineData("not json")]
    [InlineData("{}")]
    public void A_manifest_that_is_not_ours_is_left_alone(string content)
    {
        string manifest = Installation().ManifestPath;
        Directory.CreateDirectory(Path.GetDirectoryName(manifest)!);
        File.WriteAllText(manifest, content);
        Assert.Equal(InstallOutcome.Foreign, Installation().Uninstall().Outcome);
        Assert.Equal(content, File.ReadAllText(manifest));
    }

    [Fact]
    public void Each_system_has_a_place()
    {
        Assert.Equal(Enum.GetValues<Platform>().Order(), ManifestPlace.All.Select(p => p.Platform).Order());
        Assert.EndsWith(
            "/Library/Application Support/Mozilla/NativeMessagingHosts/smime_bridge.json",
            ManifestPlace.All.Single(p => p.Platform == Platform.MacOS).PathIn("/Users/a"),
            StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private Installation Installation() => new(ManifestPlace.All.Single(p => p.Platform == Platform.Linux), _home, Executable, null);

    private static string Mode(string path)
    {
        UnixFileMode mode = File.GetUnixFileMode(path);
        return "-" + string.Concat("rwxrwxrwx".Select((c, i) => ((int)mode & (1 << (8 - i))) != 0 ? c : '-'));
    }
}
