using System.CommandLine;
using Bridge.Keystore;
using Bridge.Keystore.Import;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>anchors add / list / remove</c>: whom to trust for mail.</summary>
internal static class AnchorCommands
{
    public static CliCommand Describe() => new(
        "anchors",
        "Trust anchors for mail.",
        null,
        new CliCommand("add", "Trust the authorities of a file for mail.", Add),
        new CliCommand("list", "List all anchors with their source.", List),
        new CliCommand("remove", "Remove an anchor that was added by hand.", Remove));

    private static Func<CliContext, CancellationToken, int> Add(Command command)
    {
        Argument<string> file = new("FILE");
        command.Add(file);
        return (context, _) =>
        {
            string path = context.Parsed.GetRequiredValue(file);
            IReadOnlyList<Certificate> certificates = CertificateFile.Read(FileInput.ReadAll(path), Path.GetFileName(path));
            TrustStore store = context.Get<TrustStore>();
            foreach (Certificate certificate in certificates)
            {
                store.Add(certificate);
            }

            CertificateCommands.WriteList(context, "anchors", certificates);
            return ExitCode.Good;
        };
    }

    private static Func<CliContext, CancellationToken, int> List(Command command) => (context, _) =>
    {
        IReadOnlyList<TrustAnchor> anchors = context.Get<IAnchorStore>().List();
        context.Output.Write(
            json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("anchors");
                foreach (TrustAnchor anchor in anchors)
                {
                    json.WriteStartObject();
                    CertificateText.WriteMembers(anchor.Certificate, json);
                    json.WriteString("source", anchor.Source);
                    if (anchor.DistrustAfter is { } end)
                    {
                        json.WriteString("distrustAfter", CertificateText.Time(end));
                    }

                    if (anchor.OnlyFor is { } address)
                    {
                        json.WriteString("onlyFor", address);
                    }

                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            },
            () =>
            {
                foreach (TrustAnchor anchor in anchors)
                {
                    string end = anchor.DistrustAfter is { } time ? $", not for certificates after {CertificateText.Day(time)}" : string.Empty;
                    string only = anchor.OnlyFor is { } address ? $", by itself, only for {address}" : string.Empty;
                    context.Output.Line($"{anchor.Certificate.Sha256}  {anchor.Source,-8} {anchor.Certificate.Subject}{end}{only}");
                }
            });
        return ExitCode.Good;
    };

    private static Func<CliContext, CancellationToken, int> Remove(Command command)
    {
        Argument<string> id = new("SHA256");
        command.Add(id);
        return (context, _) =>
        {
            context.Get<TrustStore>().Remove(context.Parsed.GetRequiredValue(id));
            return ExitCode.Good;
        };
    }
}
