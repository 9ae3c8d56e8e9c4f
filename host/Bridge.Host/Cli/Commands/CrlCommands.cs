using System.CommandLine;
using Bridge.Keystore;
using Bridge.Keystore.RevocationData;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>crls add / list / remove</c>: revocation lists for offline use.</summary>
internal static class CrlCommands
{
    public static CliCommand Describe() => new(
        "crls",
        "Revocation lists for offline use.",
        null,
        new CliCommand("add", "Store a revocation list (DER or PEM).", Add),
        new CliCommand("list", "List stored revocation lists.", List),
        new CliCommand("remove", "Remove a stored revocation list.", Remove));

    private static Func<CliContext, CancellationToken, int> Add(Command command)
    {
        Argument<string> file = new("FILE");
        command.Add(file);
        return (context, _) =>
        {
            string path = context.Parsed.GetRequiredValue(file);
            Write(context, [context.Get<RevocationStore>().Add(FileInput.ReadAll(path), Path.GetFileName(path))]);
            return ExitCode.Good;
        };
    }

    private static Func<CliContext, CancellationToken, int> List(Command command) => (context, _) =>
    {
        Write(context, context.Get<RevocationStore>().List());
        return ExitCode.Good;
    };

    private static Func<CliContext, CancellationToken, int> Remove(Command command)
    {
        Argument<string> id = new("SHA256");
        command.Add(id);
        return (context, _) =>
        {
            context.Get<RevocationStore>().Remove(context.Parsed.GetRequiredValue(id));
            return ExitCode.Good;
        };
    }

    private static void Write(CliContext context, IReadOnlyList<StoredCrl> crls) => context.Output.Write(
        json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("crls");
            foreach (StoredCrl crl in crls)
            {
                json.WriteStartObject();
                json.WriteString("sha256", crl.Sha256);
                json.WriteString("issuer", crl.Issuer);
                json.WriteString("thisUpdate", CertificateText.Time(crl.ThisUpdate));
                if (crl.NextUpdate is { } next)
                {
                    json.WriteString("nextUpdate", CertificateText.Time(next));
                }

                if (crl.Number is { } number)
                {
                    json.WriteString("number", number);
                }

                json.WriteBoolean("delta", crl.IsDelta);
                json.WriteString("source", crl.Source ?? "user");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        },
        () =>
        {
            foreach (StoredCrl crl in crls)
            {
                string next = crl.NextUpdate is { } time ? $", next {CertificateText.Day(time)}" : string.Empty;
                string delta = crl.IsDelta ? ", delta" : string.Empty;
                context.Output.Line($"{crl.Sha256}  {crl.Issuer}: of {CertificateText.Day(crl.ThisUpdate)}{next}{delta}, from {crl.Source ?? "user"}");
            }
        });
}
