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
        Argument<string> file = new("FILE") { Description = ".pfx, .p12, .pem, .key, .p8, or the .zip of your CA; for a request .cer, .pem, .p7b." };
        Option<string[]> certificate = new("--certificate") { Description = "Certificate of a key that came without one.", HelpName = "FILE" };
        Option<string?> passwordFile = new("--password-file") { Description = "File whose first line is the passphrase.", HelpName = "FILE" };
        command.Add(file);
        command.Add(certificate);
        command.Add(passwordFile);
        return (context, _) =>
        {
            string path = context.Parsed.GetRequiredValue(file);
            byte[] content = FileInput.ReadAll(path);
            List<ReadOnlyMemory<byte>> certificates = [.. (context.Parsed.GetValue(certificate) ?? []).Select(c => (ReadOnlyMemory<byte>)FileInput.ReadAll(c))];
            KeyImport imported = Import(context, path, content, certificates, context.Parsed.GetValue(passwordFile));
            KeyCommands.WriteKeys(context, imported.Keys);
            foreach (string address in imported.Moved)
            {
                context.Output.Note($"{address} now uses the renewed certificate.");
            }

            return ExitCode.Good;
        };
    }

    // The file is tried without a passphrase first: it may need none, and then nobody is asked.
    private static KeyImport Import(
        CliContext context, string path, byte[] content, IReadOnlyList<ReadOnlyMemory<byte>> certificates, string? passwordFile)
    {
        KeyStore store = context.Get<KeyStore>();
        string name = Path.GetFileName(path);
        char[] passphrase = passwordFile is null ? [] : Terminal.ReadPassphrase(passwordFile, name, context.Streams.Error);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return store.Import(content, name, passphrase, certificates);
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
