using System.CommandLine;
using Bridge.Keystore;
using Bridge.Keystore.Correspondents;
using Bridge.Smime.Ports;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>rules list / set / remove / check</c>.</summary>
internal static class RuleCommands
{
    public static CliCommand Describe() => new(
        "rules",
        "Which recipients and domains are always or never encrypted to, or asked about.",
        null,
        new CliCommand("list", "All rules.", List),
        new CliCommand("set", "Make a rule for an address, a domain, or *.domain.", Set),
        new CliCommand("remove", "Take a rule away.", Remove),
        new CliCommand("check", "Which rule concerns an address.", Check));

    private static Func<CliContext, CancellationToken, int> List(Command command) => (context, _) =>
    {
        IReadOnlyList<RecipientRule> rules = context.Get<CorrespondentStore>().Rules();
        context.Output.Write(
            json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("rules");
                foreach (RecipientRule rule in rules)
                {
                    json.WriteStartObject();
                    json.WriteString("subject", rule.Subject);
                    json.WriteString("rule", Words.Kebab(rule.Rule));
                    json.WriteString("changedAt", rule.ChangedAt);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            },
            () =>
            {
                foreach (RecipientRule rule in rules)
                {
                    context.Output.Line($"{Words.Kebab(rule.Rule)} {rule.Subject}");
                }
            });
        return ExitCode.Good;
    };

    private static Func<CliContext, CancellationToken, int> Set(Command command)
    {
        Argument<string> subject = Subject();
        Argument<string> rule = new("RULE") { Description = "always, ask or never." };
        rule.AcceptOnlyFromAmong([.. Enum.GetValues<EncryptionRule>().Select(r => Words.Kebab(r))]);
        command.Add(subject);
        command.Add(rule);
        return (context, _) =>
        {
            context.Get<CorrespondentStore>().SetRule(
                context.Parsed.GetRequiredValue(subject), Enum.Parse<EncryptionRule>(context.Parsed.GetRequiredValue(rule), ignoreCase: true));
            return ExitCode.Good;
        };
    }

    private static Func<CliContext, CancellationToken, int> Remove(Command command)
    {
        Argument<string> subject = Subject();
        command.Add(subject);
        return (context, _) =>
        {
            context.Get<CorrespondentStore>().RemoveRule(context.Parsed.GetRequiredValue(subject));
            return ExitCode.Good;
        };
    }

    private static Func<CliContext, CancellationToken, int> Check(Command command)
    {
        Argument<string> address = new("ADDRESS");
        command.Add(address);
        return (context, _) =>
        {
            Correspondent known = context.Get<CorrespondentStore>().Find(context.Parsed.GetRequiredValue(address));
            context.Output.Write(
                json =>
                {
                    json.WriteStartObject();
                    json.WriteString("rule", known.Rule is { } rule ? Words.Kebab(rule) : null);
                    json.WriteString("subject", known.Subject);
                    json.WriteEndObject();
                },
                () => context.Output.Line(known.Rule is { } rule ? $"{Words.Kebab(rule)} {known.Subject}" : "no rule"));
            return ExitCode.Good;
        };
    }

    private static Argument<string> Subject() => new("SUBJECT") { Description = "Address, domain, or *.domain." };
}
