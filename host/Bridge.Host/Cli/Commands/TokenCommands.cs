using System.CommandLine;
using System.Text.Json;
using Bridge.Keystore;
using Bridge.Keystore.Import;
using Bridge.Keystore.Own;
using Bridge.Keystore.Tokens;
using Bridge.Smime.Errors;
using Bridge.Smime.Values;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>tokens …</c>: smart cards and other tokens.</summary>
internal static class TokenCommands
{
    public static CliCommand Describe() => new(
        "tokens",
        "Smart cards and other PKCS#11 tokens.",
        null,
        TokenModuleCommands.Describe(),
        new CliCommand("list", "List the tokens that are plugged in, with their certificates.", List),
        new CliCommand("keys", "List the private keys of a token. Asks for its PIN.", Keys),
        new CliCommand("use", "Use a certificate, whose key is on a token, as your own. Asks for its PIN.", Use));

    private static Func<CliContext, CancellationToken, int> List(Command command) => (context, _) =>
    {
        IReadOnlyList<PluggedToken> tokens = context.Get<TokenStore>().List();
        context.Output.Write(
            json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("tokens");
                foreach (PluggedToken token in tokens)
                {
                    WriteToken(token, json);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            },
            () =>
            {
                foreach (PluggedToken token in tokens)
                {
                    WriteLines(token, context.Output);
                }
            });
        return ExitCode.Good;
    };

    private static Func<CliContext, CancellationToken, int> Keys(Command command)
    {
        Option<string?> token = TokenOption();
        command.Add(token);
        return (context, _) =>
        {
            TokenStore store = context.Get<TokenStore>();
            IReadOnlyList<TokenKeyObject> keys = store.ListKeys(store.Get(context.Parsed.GetValue(token)).Address);
            context.Output.Write(
                json =>
                {
                    json.WriteStartObject();
                    json.WriteStartArray("keys");
                    foreach (TokenKeyObject key in keys)
                    {
                        json.WriteStartObject();
                        json.WriteString("id", key.Id);
                        json.WriteString("label", key.Label);
                        json.WriteString("kind", key.Kind);
                        json.WriteString("certificate", key.Certificate?.Sha256);
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                    json.WriteEndObject();
                },
                () =>
                {
                    foreach (TokenKeyObject key in keys)
                    {
                        context.Output.Line($"{key.Id,-16}  {key.Kind,-8}  {key.Label}  {key.Certificate?.Sha256 ?? "no certificate"}");
                    }
                });
            return ExitCode.Good;
        };
    }

    private static Func<CliContext, CancellationToken, int> Use(Command command)
    {
        Argument<string?> certificate = new("CERTIFICATE")
        {
            Description = "SHA-256 of a certificate on the token, at least its first 8 digits, or a certificate file for a token that has only the key. Default: the token's only one.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> token = TokenOption();
        command.Add(certificate);
        command.Add(token);
        return (context, _) =>
        {
            PluggedToken plugged = context.Get<TokenStore>().Get(context.Parsed.GetValue(token));
            KeyImport used = context.Get<KeyStore>().UseToken(plugged.Address, Choose(plugged, context.Parsed.GetValue(certificate)));
            KeyCommands.WriteKeys(context, used.Keys);
            foreach (string address in used.Moved)
            {
                context.Output.Note($"{address} now uses the renewed certificate.");
            }

            return ExitCode.Good;
        };
    }

    private static IReadOnlyList<Certificate> Choose(PluggedToken token, string? asked)
    {
        if (asked is not null && File.Exists(asked))
        {
            return CertificateFile.Read(FileInput.ReadAll(asked), Path.GetFileName(asked));
        }

        List<Certificate> fitting =
        [
            .. token.Certificates.Select(c => c.Certificate).Where(c => asked is null || (asked.Length >= 8 && c.Sha256.StartsWith(asked, StringComparison.OrdinalIgnoreCase))),
        ];
        return (fitting, asked) switch
        {
            ([_], _) => fitting,
            (_, null) => throw new RefusalException("usage", RefusalKind.Usage, $"The token \"{token.Address.Name}\" has {fitting.Count} certificates for mail; say which one."),
            _ => throw new RefusalException(
                "certificate-unknown",
                RefusalKind.Key,
                $"The token \"{token.Address.Name}\" has no certificate {asked}, and there is no such file.",
                new Dictionary<string, string> { ["sha256"] = asked }),
        };
    }

    private static Option<string?> TokenOption() =>
        new("--token") { Description = "Label or serial number of the token (default: the only one).", HelpName = "NAME" };

    private static void WriteToken(PluggedToken token, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("label", token.Address.Label);
        json.WriteString("serial", token.Address.Serial);
        json.WriteString("module", token.Address.Module);
        json.WriteString("reader", token.Reader);
        json.WriteString("manufacturer", token.Manufacturer);
        json.WriteString("model", token.Model);
        json.WriteString("pin", Words.Kebab(token.Pin));
        json.WriteBoolean("hasPinPad", token.HasPinPad);
        json.WriteStartArray("certificates");
        foreach (TokenCertificate certificate in token.Certificates)
        {
            json.WriteStartObject();
            CertificateText.WriteMembers(certificate.Certificate, json);
            json.WriteBoolean("inUse", certificate.InUse);
            json.WriteBoolean("canSign", certificate.CanSign);
            json.WriteBoolean("canEncrypt", certificate.CanEncrypt);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLines(PluggedToken token, CliOutput output)
    {
        output.Line($"token:     {token.Address.Label}, serial number {token.Address.Serial}");
        output.Line($"kind:      {token.Manufacturer} {token.Model}, in {token.Reader}");
        output.Line($"module:    {token.Address.Module}");
        output.Line($"PIN:       {Words.Kebab(token.Pin)}{(token.HasPinPad ? ", given on the reader" : string.Empty)}");
        foreach (TokenCertificate certificate in token.Certificates)
        {
            output.Line(string.Empty);
            output.Line($"in use:    {(certificate.InUse ? "yes" : "no")}");
            CertificateText.Write(certificate.Certificate, output);
        }

        output.Line(string.Empty);
    }
}
