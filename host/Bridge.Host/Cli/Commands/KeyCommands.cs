using System.CommandLine;
using System.Text.Json;
using Bridge.Keystore;
using Bridge.Keystore.Own;
using Bridge.Smime.Errors;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>keys …</c>: the user's own keys.</summary>
internal static class KeyCommands
{
    public static CliCommand Describe() => new(
        "keys",
        "Your own keys and certificates.",
        null,
        KeyImportCommand.Describe(),
        new CliCommand("list", "List own keys.", List),
        new CliCommand("show", "Show one key with its history.", Show),
        KeyExportCommand.Describe(),
        KeyExportCommand.DescribePolicy(),
        new CliCommand("remove", "Remove a key for good: mail encrypted to it can no longer be read.", Remove),
        new CliCommand("use", "Choose the keys of an address.", Use),
        KeyTestCommand.Describe(),
        KeyRequestCommands.DescribeRequest(),
        KeyRequestCommands.DescribePending(),
        ProtectionCommands.DescribeShow(),
        ProtectionCommands.DescribeProtect(),
        ProtectionCommands.DescribeLock(),
        BackupCommands.DescribeBackup(),
        BackupCommands.DescribeRestore());

    private static Func<CliContext, CancellationToken, int> List(Command command) => (context, _) =>
    {
        WriteKeys(context, context.Get<KeyStore>().ListStored());
        return ExitCode.Good;
    };

    private static Func<CliContext, CancellationToken, int> Show(Command command)
    {
        Argument<string> id = new("ID") { Description = "Key id, or the first characters of it." };
        command.Add(id);
        return (context, _) =>
        {
            KeyStore store = context.Get<KeyStore>();
            StoredKey key = store.Get(context.Parsed.GetRequiredValue(id));
            IReadOnlyList<KeyEvent> events = store.Events(key.Key.Id);
            context.Output.Write(
                json =>
                {
                    json.WriteStartObject();
                    WriteMembers(key, json);
                    json.WriteStartArray("events");
                    foreach (KeyEvent one in events)
                    {
                        json.WriteStartObject();
                        json.WriteString("what", one.What);
                        json.WriteString("at", CertificateText.Time(one.At));
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                    json.WriteEndObject();
                },
                () =>
                {
                    WriteLines(key, context.Output);
                    foreach (KeyEvent one in events)
                    {
                        context.Output.Line($"{one.What,-20} {CertificateText.Time(one.At)}");
                    }
                });
            return ExitCode.Good;
        };
    }

    private static Func<CliContext, CancellationToken, int> Remove(Command command)
    {
        Argument<string> id = new("ID");
        command.Add(id);
        return (context, _) =>
        {
            context.Get<KeyStore>().Remove(context.Parsed.GetRequiredValue(id));
            return ExitCode.Good;
        };
    }

    private static Func<CliContext, CancellationToken, int> Use(Command command)
    {
        Argument<string> address = new("ADDRESS");
        Option<string?> sign = new("--sign") { Description = "Key id for signing; 'auto' for automatic.", HelpName = "ID" };
        Option<string?> encrypt = new("--encrypt") { Description = "Key id for encryption; 'auto' for automatic.", HelpName = "ID" };
        command.Add(address);
        command.Add(sign);
        command.Add(encrypt);
        return (context, _) =>
        {
            IdentityStore identities = context.Get<IdentityStore>();
            Identity before = identities.Find(context.Parsed.GetRequiredValue(address));
            Identity after = identities.Use(
                before.Address,
                Chosen(context, context.Parsed.GetValue(sign), before.SigningKey),
                Chosen(context, context.Parsed.GetValue(encrypt), before.EncryptionKey));
            context.Output.Write(
                json =>
                {
                    json.WriteStartObject();
                    json.WriteString("address", after.Address);
                    json.WriteString("signingKey", after.SigningKey);
                    json.WriteString("encryptionKey", after.EncryptionKey);
                    json.WriteEndObject();
                },
                () => context.Output.Line($"{after.Address}: sign with {after.SigningKey ?? "auto"}, encrypt to {after.EncryptionKey ?? "auto"}"));
            return ExitCode.Good;
        };
    }

    private static string? Chosen(CliContext context, string? asked, string? before) => asked switch
    {
        null => before,
        "auto" => null,
        _ => context.Get<KeyStore>().Get(asked).Key.Id,
    };

    internal static void WriteKeys(CliContext context, IReadOnlyList<StoredKey> keys) => context.Output.Write(
        json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("keys");
            foreach (StoredKey key in keys)
            {
                json.WriteStartObject();
                WriteMembers(key, json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        },
        () =>
        {
            foreach (StoredKey key in keys)
            {
                WriteLines(key, context.Output);
                context.Output.Line(string.Empty);
            }
        });

    private static void WriteMembers(StoredKey key, Utf8JsonWriter json)
    {
        json.WriteString("id", key.Key.Id);
        json.WriteString("name", key.Name);
        json.WriteString("origin", key.Origin);
        json.WriteString("kind", key.Key.OnToken ? "token" : "software");
        if (key.Tokens.Count > 0)
        {
            json.WriteString("token", string.Join(", ", key.Tokens));
        }

        json.WriteBoolean("exportable", key.Exportable);
        json.WriteBoolean("canSign", key.CanSign);
        json.WriteBoolean("canEncrypt", key.CanEncrypt);
        json.WriteString("addedAt", CertificateText.Time(key.AddedAt));
        json.WriteStartObject("certificate");
        CertificateText.WriteMembers(key.Key.Certificate, json);
        json.WriteEndObject();
    }

    private static void WriteLines(StoredKey key, CliOutput output)
    {
        string uses = (key.CanSign, key.CanEncrypt) switch
        {
            (true, true) => "sign, encrypt",
            (true, false) => "sign",
            (false, true) => "encrypt",
            _ => "none for mail",
        };
        output.Line($"id:        {key.Key.Id}");
        output.Line($"uses:      {uses}");
        if (key.Tokens.Count > 0)
        {
            output.Line($"token:     {string.Join(", ", key.Tokens)}{(key.Key.OnToken ? string.Empty : ", and in the keystore")}");
        }

        output.Line($"origin:    {key.Origin}, {CertificateText.Day(key.AddedAt)}{(key.Exportable ? string.Empty : "; may not leave this keystore")}");
        CertificateText.Write(key.Key.Certificate, output);
    }
}
