using System.CommandLine;
using Bridge.Keystore;
using Bridge.Keystore.Export;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>keys export</c>: one key with its chain as PKCS#12. <c>keys set-exportable</c>: whether that may be.</summary>
internal static class KeyExportCommand
{
    public static CliCommand DescribePolicy() => new(
        "set-exportable", "Say whether a key may leave this keystore; 'false' is for good.", DeclarePolicy);

    public static CliCommand Describe() => new("export", "Write a key with its chain as PKCS#12.", Declare);

    private static Func<CliContext, CancellationToken, int> Declare(Command command)
    {
        Argument<string> id = new("ID");
        Option<string> output = new("--output") { Description = "File to write.", HelpName = "FILE", Required = true };
        Option<string?> passwordFile = new("--password-file") { Description = "File whose first line is the new passphrase.", HelpName = "FILE" };
        Option<bool> compatible = new("--compatible") { Description = "Triple DES and SHA-1, for old devices only: much weaker." };
        command.Add(id);
        command.Add(output);
        command.Add(passwordFile);
        command.Add(compatible);
        return (context, _) =>
        {
            string target = context.Parsed.GetRequiredValue(output);
            context.Get<KeyStore>().RequireExportable(context.Parsed.GetRequiredValue(id));
            char[] passphrase = NewPassphrase.Read(context.Parsed.GetValue(passwordFile), Path.GetFileName(target), context.Streams.Error);
            try
            {
                using FileOutput file = FileOutput.Open(target, context.Streams.Output);
                Pkcs12Form form = context.Parsed.GetValue(compatible) ? Pkcs12Form.Compatible : Pkcs12Form.Strong;
                file.Stream.Write(context.Get<KeyStore>().ExportPkcs12(context.Parsed.GetRequiredValue(id), passphrase, form));
                file.Commit();
                return ExitCode.Good;
            }
            finally
            {
                Array.Clear(passphrase);
            }
        };
    }

    private static Func<CliContext, CancellationToken, int> DeclarePolicy(Command command)
    {
        Argument<string> id = new("ID");
        Argument<bool> exportable = new("EXPORTABLE") { Description = "true or false" };
        command.Add(id);
        command.Add(exportable);
        return (context, _) =>
        {
            KeyStore store = context.Get<KeyStore>();
            string key = context.Parsed.GetRequiredValue(id);
            if (context.Parsed.GetValue(exportable))
            {
                // Nothing to do for a key that may leave; one that may not stays so.
                store.RequireExportable(key);
                return ExitCode.Good;
            }

            store.Keep(key);
            return ExitCode.Good;
        };
    }
}
