using System.CommandLine;
using System.Text.Json;
using Bridge.Keystore.Tokens;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>tokens modules …</c>: the libraries that reach tokens.</summary>
internal static class TokenModuleCommands
{
    public static CliCommand Describe() => new(
        "modules",
        "PKCS#11 modules: libraries that reach tokens.",
        null,
        new CliCommand("list", "List the modules in use, and those that this machine has.", List),
        new CliCommand("add", "Use a module. Its code will run inside this program.", Add),
        new CliCommand("remove", "Use a module no more.", Remove));

    private static Func<CliContext, CancellationToken, int> List(Command command) => (context, _) =>
    {
        TokenStore tokens = context.Get<TokenStore>();
        IReadOnlyList<TokenModule> modules = tokens.ListModules();
        IReadOnlyList<string> suggestions = tokens.SuggestModules();
        context.Output.Write(
            json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("modules");
                foreach (TokenModule module in modules)
                {
                    WriteModule(module, json);
                }

                json.WriteEndArray();
                json.WriteStartArray("suggestions");
                foreach (string path in suggestions)
                {
                    json.WriteStringValue(path);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            },
            () =>
            {
                foreach (TokenModule module in modules)
                {
                    context.Output.Line(Line(module));
                }

                foreach (string path in suggestions)
                {
                    context.Output.Line($"not used  {path}");
                }
            });
        return ExitCode.Good;
    };

    private static Func<CliContext, CancellationToken, int> Add(Command command)
    {
        Argument<string> path = new("PATH") { Description = "The library, for example /usr/lib/x86_64-linux-gnu/opensc-pkcs11.so." };
        command.Add(path);
        return (context, _) =>
        {
            TokenModule module = context.Get<TokenStore>().AddModule(Path.GetFullPath(context.Parsed.GetRequiredValue(path)));
            context.Output.Write(json => WriteModule(module, json), () => context.Output.Line(Line(module)));
            return ExitCode.Good;
        };
    }

    private static Func<CliContext, CancellationToken, int> Remove(Command command)
    {
        Argument<string> path = new("PATH");
        command.Add(path);
        return (context, _) =>
        {
            context.Get<TokenStore>().RemoveModule(Path.GetFullPath(context.Parsed.GetRequiredValue(path)));
            return ExitCode.Good;
        };
    }

    private static string Line(TokenModule module) => module.Problem is { } problem
        ? $"{problem}  {module.Path}"
        : $"in use    {module.Path}  {module.Description} {module.Version}";

    private static void WriteModule(TokenModule module, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("path", module.Path);
        json.WriteString("description", module.Description);
        json.WriteString("version", module.Version);
        json.WriteString("problem", module.Problem);
        json.WriteEndObject();
    }
}
