using System.CommandLine;
using Bridge.Keystore;
using Bridge.Smime.Policy;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>policy show / set / reset</c>.</summary>
internal static class PolicyCommands
{
    public static CliCommand Describe() => new(
        "policy",
        "What is accepted, required and done by default.",
        null,
        new CliCommand("show", "All names with their values.", Show),
        new CliCommand("set", "Set one value.", Set),
        new CliCommand("reset", "Back to the default, one name or all.", Reset));

    private static Func<CliContext, CancellationToken, int> Show(Command command) => (context, _) =>
    {
        SmimePolicy policy = context.Policy;
        context.Output.Write(
            json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("policy");
                foreach (PolicyName name in PolicyNames.All)
                {
                    json.WriteStartObject();
                    json.WriteString("name", name.Name);
                    json.WriteString("value", name.Format(policy));
                    json.WriteString("default", name.Default);
                    json.WriteString("kind", Words.Kebab(name.Kind));
                    json.WriteStartArray("choices");
                    foreach (string choice in name.Choices)
                    {
                        json.WriteStringValue(choice);
                    }

                    json.WriteEndArray();
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            },
            () =>
            {
                foreach (PolicyName name in PolicyNames.All)
                {
                    string value = name.Format(policy);
                    context.Output.Line($"{name.Name} = {value}{(value == name.Default ? string.Empty : $"   (default: {name.Default})")}");
                }
            });
        return ExitCode.Good;
    };

    private static Func<CliContext, CancellationToken, int> Set(Command command)
    {
        Argument<string> name = new("NAME");
        Argument<string> value = new("VALUE");
        command.Add(name);
        command.Add(value);
        return (context, _) =>
        {
            context.Get<PolicyStore>().Set(context.Parsed.GetRequiredValue(name), context.Parsed.GetRequiredValue(value));
            return ExitCode.Good;
        };
    }

    private static Func<CliContext, CancellationToken, int> Reset(Command command)
    {
        Argument<string?> name = new("NAME") { Arity = ArgumentArity.ZeroOrOne };
        command.Add(name);
        return (context, _) =>
        {
            PolicyStore store = context.Get<PolicyStore>();
            if (context.Parsed.GetValue(name) is { } one)
            {
                store.Reset(one);
            }
            else
            {
                store.ResetAll();
            }

            return ExitCode.Good;
        };
    }
}
