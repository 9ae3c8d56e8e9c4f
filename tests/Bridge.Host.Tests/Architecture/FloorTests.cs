using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Bridge.Host.Tests.Architecture;

/// <summary>A project references only lower floors; what is said of the whole product is said once.</summary>
public sealed partial class FloorTests
{
    private static readonly Dictionary<string, int> s_floors = new()
    {
        ["Bridge.Protocol"] = 0,
        ["Bridge.Smime"] = 1,
        ["Bridge.Keystore"] = 2,
        ["Bridge.Host"] = 3,
    };

    public static TheoryData<string> Projects => [.. s_floors.Keys];

    public static TheoryData<string> LowerProjects => [.. s_floors.Keys.Where(p => p != "Bridge.Host")];

    [Fact]
    public void Every_project_of_the_product_has_its_floor() => Assert.Equal(
        s_floors.Keys.Order(),
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "host"), "*.csproj", SearchOption.AllDirectories).Select(f => Path.GetFileNameWithoutExtension(f)).Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_point_downwards(string project)
    {
        XDocument file = XDocument.Parse(Repository.Read("host", project, project + ".csproj"));
        string[] references = [.. file.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!))];
        Assert.All(references, r => Assert.True(s_floors[r] < s_floors[project], $"{project} references {r}"));
        if (project is "Bridge.Smime" or "Bridge.Keystore")
        {
            Assert.DoesNotContain("Bridge.Protocol", references);
        }
    }

    [Fact]
    public void The_protocol_needs_the_base_class_library_alone()
    {
        XDocument file = XDocument.Parse(Repository.Read("host", "Bridge.Protocol", "Bridge.Protocol.csproj"));
        Assert.Empty(file.Descendants("PackageReference"));
        Assert.Empty(file.Descendants("ProjectReference"));
    }

    [Theory]
    [MemberData(nameof(LowerProjects))]
    public void Below_the_host_there_is_no_container_console_environment_or_network(string project) => Assert.All(
        Sources(project),
        file => Assert.DoesNotMatch(Forbidden(), WithoutComments(File.ReadAllText(file))));

    [Fact]
    public void The_message_layer_does_no_file_input_or_output() => Assert.All(
        Sources("Bridge.Smime"),
        file => Assert.DoesNotMatch(FileAccess(), WithoutComments(File.ReadAllText(file))));

    [Fact]
    public void The_version_is_one()
    {
        string props = XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants("Version").Single().Value;
        Assert.Equal(props, VersionIn("manifest.json"));
        Assert.Equal(props, VersionIn("package.json"));
        Assert.Equal(props, Product.Version);
    }

    private static string VersionIn(string file) =>
        System.Text.Json.JsonDocument.Parse(Repository.Read(file)).RootElement.GetProperty("version").GetString()!;

    private static IEnumerable<string> Sources(string project) => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "host", project), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    private static string WithoutComments(string source) => Comment().Replace(source, "");

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bMicrosoft\.Extensions\b|\bConsole\.|(?<![.\w])Environment\.(?!NewLine|TickCount64)|\bHttpClient\b|\bProcess\.Start\b")]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"(?<![.\w])(File|Directory|FileStream)\.(Open|Read|Write|Create|Exists|Delete|Move|Enumerate|Get)|new (FileStream|Socket|TcpClient)\b")]
    private static partial Regex FileAccess();
}
