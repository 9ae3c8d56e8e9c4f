namespace Bridge.Protocol.Tests.Types;

public sealed class TypeDeclarationsTests
{
    [Fact]
    public void Declarations_of_the_extension_are_those_of_the_records()
    {
        string path = Path.Combine(Root(), "extension", "types", "protocol.d.ts"), generated = TypeDeclarations.Generate();
        if (Environment.GetEnvironmentVariable("BRIDGE_UPDATE_TYPES") == "1")
        {
            File.WriteAllText(path, generated);
        }

        Assert.Equal(generated, File.ReadAllText(path));
    }

    [Fact]
    public void Every_code_is_explained_in_the_protocol_page()
    {
        string page = File.ReadAllText(Path.Combine(Root(), "PROTOCOL.md"));
        string[] documented = [.. page[page.IndexOf("## Codes", StringComparison.Ordinal)..].Split('\n')
            .Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('`')[1])];
        Assert.Equal(typeof(ErrorCode).GetFields().Select(f => (string)f.GetRawConstantValue()!), documented);
    }

    [Fact]
    public void Every_request_is_in_the_protocol_page()
    {
        string page = File.ReadAllText(Path.Combine(Root(), "PROTOCOL.md"));
        Assert.All(MessageTypes.Client.Concat(MessageTypes.Host), word => Assert.Matches($"`{word}[` ]", page));
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Bridge.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("Bridge.sln is above no folder of the tests.");
    }
}
