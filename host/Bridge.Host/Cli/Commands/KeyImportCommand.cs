using System.CommandLine;
using Bridge.Keystore;
using Bridge.Keystore.Own;
using Bridge.Smime.Errors;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>keys import</c>: PKCS#12, PKCS#8 or PEM with its certificate, or the CA's .zip; the answer to a request.</summary>
internal static class KeyImportCommand
{
    private const int Attempts = 5;

    public static CliCommand Describe() => new("import", "Import a key with its certificate, or the certificate that answers a request.", Declare);

    private static Func<CliContext, CancellationToken, int> Declare(Command command)
    {
        Argument<string?> file = new("FILE") { Arity = ArgumentArity.ZeroOrOne, Description = ".pfx, .p12, .pem, .key, .p8, or the .zip of your CA; for a request .cer, .pem, .p7b." };
        Option<string[]> certificate = new("--certificate") { Description = "Certificate of a key that came without one.", HelpName = "FILE" };
        Option<string?> passwordFile = new("--password-file") { Description = "File whose first line is the passphrase.", HelpName = "FILE" };
        Option<bool> inside = new("--not-exportable") { Description = "The key may never leave this keystore." };
        Option<string?> thunderbird = new("--from-thunderbird")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "Take the keys of Thunderbird's own certificate store: of this profile (name or folder), or of the default one.",
            HelpName = "PROFILE",
        };
        Option<bool> certificates = new("--with-certificates") { Description = "With --from-thunderbird: also the mail certificates of others. Nothing is trusted by that." };
        Option<bool> gpgsm = new("--from-gpgsm") { Description = "Take the keys of gpgsm." };
        command.Add(file);
        command.Add(inside);
        command.Add(thunderbird);
        command.Add(certificates);
        command.Add(gpgsm);
        command.Add(certificate);
        command.Add(passwordFile);
        return (context, cancellation) =>
        {
            if (context.Parsed.GetResult(thunderbird) is not null)
            {
                return KeySources.ImportThunderbird(
                    context, context.Parsed.GetValue(thunderbird), context.Parsed.GetValue(passwordFile), !context.Parsed.GetValue(inside), context.Parsed.GetValue(certificates));
            }

            if (context.Parsed.GetValue(gpgsm))
            {
                return KeySources.ImportGpgsm(context, context.Parsed.GetValue(passwordFile), !context.Parsed.GetValue(inside));
            }

            string path = context.Parsed.GetValue(file) ?? throw new RefusalException("usage", RefusalKind.Usage, "Name a file, or --from-thunderbird, or --from-gpgsm.");
            byte[] content = FileInput.ReadAll(path);
            List<ReadOnlyMemory<byte>> others = [.. (context.Parsed.GetValue(certificate) ?? []).Select(c => (ReadOnlyMemory<byte>)FileInput.ReadAll(c))];
            KeyImport imported = Import(context, path, content, others, context.Parsed.GetValue(passwordFile), !context.Parsed.GetValue(inside));
            KeyCommands.WriteKeys(context, imported.Keys);
            NoteIncomplete(context, imported, cancellation);
            foreach (string address in imported.Moved)
            {
                context.Output.Note($"{address} now uses the renewed certificate.");
            }

            return ExitCode.Good;
        };
    }

    private static void NoteIncomplete(CliContext context, KeyImport imported, CancellationToken cancellation)
    {
        foreach (Smime.Values.Certificate certificate in imported.Keys.Select(k => k.Key.Certificate).Where(c => !context.Get<OwnChains>().Complete(c, cancellation)))
        {
            context.Output.Note(
                $"The chain of {certificate.Subject} is not complete: the certificate of an issuer above {certificate.Issuer}, or of it, is missing. "
                + "Recipients may not be able to check your signature. Get it from your authority, and put it in with 'certificates import'.");
        }
    }

    // The file is tried without a passphrase first: it may need none, and then nobody is asked.
    private static KeyImport Import(
        CliContext context, string path, byte[] content, IReadOnlyList<ReadOnlyMemory<byte>> certificates, string? passwordFile, bool exportable)
    {
        KeyStore store = context.Get<KeyStore>();
        string name = Path.GetFileName(path);
        char[] passphrase = passwordFile is null ? [] : Terminal.ReadPassphrase(passwordFile, name, context.Streams.Error);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return store.Import(content, name, passphrase, certificates, exportable);
            }
            catch (RefusalException e) when (e.Code == "passphrase-wrong" && passwordFile is null && attempt <= Attempts && !Console.IsInputRedirected)
            {
                if (attempt > 1)
                {
                    context.Output.Note("That passphrase does not open the file.");
                }
            }
            finally
            {
                Array.Clear(passphrase);
            }

            passphrase = Terminal.ReadPassphrase(null, name, context.Streams.Error);
        }
    }
}
