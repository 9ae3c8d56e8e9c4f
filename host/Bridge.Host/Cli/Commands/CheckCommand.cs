using System.CommandLine;
using Bridge.Keystore;
using Bridge.Keystore.Import;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>certificates check</c>: builds and validates a path, and explains each step.</summary>
internal static class CheckCommand
{
    public static CliCommand Describe() => new("check", "Validate a certificate's path and explain each step.", Declare);

    private static Func<CliContext, CancellationToken, int> Declare(Command command)
    {
        Argument<string> file = new("FILE") { Description = "The certificate first; others in the file serve as intermediates." };
        Option<string> usage = new("--usage") { Description = "sign, encrypt or any.", DefaultValueFactory = _ => "any" };
        usage.AcceptOnlyFromAmong("sign", "encrypt", "any");
        command.Add(file);
        command.Add(usage);
        return (context, cancellation) =>
        {
            string path = context.Parsed.GetRequiredValue(file);
            IReadOnlyList<Certificate> certificates = CertificateFile.Read(FileInput.ReadAll(path), Path.GetFileName(path));
            PathResult result = context.Get<IPathValidator>().Validate(
                certificates[0],
                [.. certificates.Skip(1)],
                Enum.Parse<CertificateUsage>(context.Parsed.GetRequiredValue(usage), ignoreCase: true),
                context.At,
                context.Policy,
                cancellation);
            Write(context, result);
            return result.Chain == ChainStatus.Valid ? ExitCode.Good : ExitCode.VerdictNotGood;
        };
    }

    private static void Write(CliContext context, PathResult result) => context.Output.Write(
        json =>
        {
            json.WriteStartObject();
            json.WriteString("chain", Words.Kebab(result.Chain));
            json.WriteStartArray("path");
            foreach (PathStep step in result.Path)
            {
                json.WriteStartObject();
                CertificateText.WriteMembers(step.Certificate, json);
                json.WriteString("source", step.Source);
                CertificateText.WriteFindings(json, step.Findings);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("revocation", Words.Kebab(result.Revocation));
            if (result.RevocationAsOf is { } asOf)
            {
                json.WriteString("revocationAsOf", CertificateText.Time(asOf));
            }

            CertificateText.WriteFindings(json, result.Findings);
            json.WriteEndObject();
        },
        () =>
        {
            context.Output.Line($"chain: {Words.Kebab(result.Chain)}");
            for (int i = 0; i < result.Path.Count; i++)
            {
                PathStep step = result.Path[i];
                context.Output.Line(string.Empty);
                context.Output.Line($"{i + 1}. from {step.Source}");
                CertificateText.Write(step.Certificate, context.Output, "   ");
                WriteFindings(context, step.Findings);
            }

            context.Output.Line(string.Empty);
            string asOf = result.RevocationAsOf is { } time ? $" as of {CertificateText.Time(time)}" : string.Empty;
            context.Output.Line($"revocation: {Words.Kebab(result.Revocation)}{asOf}");
            WriteFindings(context, result.Findings);
        });

    private static void WriteFindings(CliContext context, IReadOnlyList<Finding> findings)
    {
        foreach (Finding finding in findings)
        {
            context.Output.Line($"   {Words.Kebab(finding.Level)}: {FindingText.Of(finding)}");
        }
    }
}
