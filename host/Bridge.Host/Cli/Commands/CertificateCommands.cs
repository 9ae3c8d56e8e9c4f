using System.CommandLine;
using Bridge.Keystore;
using Bridge.Keystore.Certificates;
using Bridge.Keystore.Import;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>certificates …</c>: correspondents and intermediates.</summary>
internal static class CertificateCommands
{
    public static CliCommand Describe() => new(
        "certificates",
        "Certificates of correspondents and authorities.",
        null,
        [
            new CliCommand("import", "Store certificates of a file (PEM, DER, PKCS#7).", Import),
            new CliCommand("list", "List stored certificates.", List),
            new CliCommand("find", "Certificates for an address.", Find),
            new CliCommand("show", "Show a certificate file.", Show),
            .. ContactCommands.Describe(),
            new CliCommand("remove", "Remove a stored certificate; 'restore' brings it back.", Remove),
            CheckCommand.Describe(),
        ]);

    private static Func<CliContext, CancellationToken, int> Import(Command command)
    {
        Argument<string> file = new("FILE");
        command.Add(file);
        return (context, _) =>
        {
            string path = context.Parsed.GetRequiredValue(file);
            CertificateImport imported = context.Get<CertificateStore>().Import(FileInput.ReadAll(path), Path.GetFileName(path));
            WriteList(context, "certificates", imported.Certificates);
            return ExitCode.Good;
        };
    }

    private static Func<CliContext, CancellationToken, int> List(Command command)
    {
        Option<string?> search = new("--search") { Description = "Only those whose subject or address contains this.", HelpName = "TEXT" };
        Option<string?> address = new("--address") { Description = "Only those of this address, in the order in which they are tried.", HelpName = "ADDRESS" };
        command.Add(search);
        command.Add(address);
        return (context, _) =>
        {
            CertificateStore store = context.Get<CertificateStore>();
            if (context.Parsed.GetValue(address) is { } one)
            {
                WriteStored(context, store.FindByAddress(one));
                return ExitCode.Good;
            }

            WriteStored(context, store.List(context.Parsed.GetValue(search), 0, int.MaxValue).Certificates);
            return ExitCode.Good;
        };
    }

    private static Func<CliContext, CancellationToken, int> Find(Command command)
    {
        Argument<string> address = new("ADDRESS");
        command.Add(address);
        return (context, _) =>
        {
            IReadOnlyList<StoredCertificate> found = context.Get<CertificateStore>().FindByAddress(context.Parsed.GetRequiredValue(address));
            WriteStored(context, found);
            return found.Count > 0 ? ExitCode.Good : (int)RefusalKind.Recipient;
        };
    }

    private static Func<CliContext, CancellationToken, int> Show(Command command)
    {
        Argument<string> file = new("FILE");
        command.Add(file);
        return (context, _) =>
        {
            string path = context.Parsed.GetRequiredValue(file);
            WriteList(context, "certificates", CertificateFile.Read(FileInput.ReadAll(path), Path.GetFileName(path)));
            return ExitCode.Good;
        };
    }

    private static Func<CliContext, CancellationToken, int> Remove(Command command)
    {
        Argument<string> id = new("SHA256");
        command.Add(id);
        return (context, _) =>
        {
            context.Get<CertificateStore>().Remove(context.Parsed.GetRequiredValue(id));
            return ExitCode.Good;
        };
    }

    private static void WriteStored(CliContext context, IReadOnlyList<StoredCertificate> stored) => context.Output.Write(
        json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("certificates");
            foreach (StoredCertificate one in stored)
            {
                json.WriteStartObject();
                CertificateText.WriteMembers(one.Certificate, json);
                json.WriteString("origin", Words.Kebab(one.Origin));
                json.WriteString("firstSeen", CertificateText.Time(one.FirstSeen));
                json.WriteString("lastSeen", CertificateText.Time(one.LastSeen));
                if (one.SourceMessageId is { } message)
                {
                    json.WriteString("sourceMessageId", message);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        },
        () =>
        {
            foreach (StoredCertificate one in stored)
            {
                CertificateText.Write(one.Certificate, context.Output);
                string source = one.SourceMessageId is { } message ? $" in {message}" : string.Empty;
                context.Output.Line($"origin:    {Words.Kebab(one.Origin)}, first seen {CertificateText.Day(one.FirstSeen)}{source}");
                context.Output.Line(string.Empty);
            }
        });

    internal static void WriteList(CliContext context, string name, IReadOnlyList<Certificate> certificates) => context.Output.Write(
        json =>
        {
            json.WriteStartObject();
            json.WriteStartArray(name);
            foreach (Certificate certificate in certificates)
            {
                json.WriteStartObject();
                CertificateText.WriteMembers(certificate, json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        },
        () =>
        {
            foreach (Certificate certificate in certificates)
            {
                CertificateText.Write(certificate, context.Output);
                context.Output.Line(string.Empty);
            }
        });
}
