using System.CommandLine;
using Bridge.Keystore;
using Bridge.Smime.Errors;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>keys export</c>: one key with its chain as PKCS#12, strongly encrypted.</summary>
internal static class KeyExportCommand
{
    private const int ShortestPassphrase = 8;

    public static CliCommand Describe() => new("export", "Write a key with its chain as PKCS#12.", Declare);

    private static Func<CliContext, CancellationToken, int> Declare(Command command)
    {
        Argument<string> id = new("ID");
        Option<string> output = new("--output") { Description = "File to write.", HelpName = "FILE", Required = true };
        Option<string?> passwordFile = new("--password-file") { Description = "File whose first line is the new passphrase.", HelpName = "FILE" };
        command.Add(id);
        command.Add(output);
        command.Add(passwordFile);
        return (context, _) =>
        {
            string target = context.Parsed.GetRequiredValue(output);
            char[] passphrase = Terminal.ReadPassphrase(context.Parsed.GetValue(passwordFile), Path.GetFileName(target), context.Streams.Error);
            try
            {
                if (passphrase.Length < ShortestPassphrase)
                {
                    throw new RefusalException("passphrase-short", RefusalKind.Usage, $"Choose a passphrase of at least {ShortestPassphrase} characters.");
                }

                using FileOutput file = FileOutput.Open(target, context.Streams.Output);
                file.Stream.Write(context.Get<KeyStore>().ExportPkcs12(context.Parsed.GetRequiredValue(id), passphrase));
                file.Commit();
                return ExitCode.Good;
            }
            finally
            {
                Array.Clear(passphrase);
            }
        };
    }
}
