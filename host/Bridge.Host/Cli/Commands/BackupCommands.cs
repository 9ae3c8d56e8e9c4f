using System.CommandLine;
using Bridge.Keystore;
using Bridge.Keystore.Backup;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>keys backup</c> and <c>keys restore</c>: the whole keystore as one encrypted file.</summary>
internal static class BackupCommands
{
    public static CliCommand DescribeBackup() =>
        new("backup", "Write keys, certificates, choices, authorities and policy to one encrypted file.", Backup);

    public static CliCommand DescribeRestore() =>
        new("restore", "Add what a backup has and this keystore has not; what is here stays.", Restore);

    private static Func<CliContext, CancellationToken, int> Backup(Command command)
    {
        Argument<string> target = new("FILE") { Description = "The backup to write." };
        Option<string?> passwordFile = new("--password-file") { Description = "File whose first line is the new passphrase.", HelpName = "FILE" };
        command.Add(target);
        command.Add(passwordFile);
        return (context, cancellation) =>
        {
            string path = context.Parsed.GetRequiredValue(target);
            char[] passphrase = NewPassphrase.Read(context.Parsed.GetValue(passwordFile), Path.GetFileName(path), context.Streams.Error);
            try
            {
                using FileOutput file = FileOutput.Open(path, context.Streams.Output);
                BackupReport written = context.Get<KeystoreBackup>().Write(file.Stream, passphrase, _ => cancellation.ThrowIfCancellationRequested());
                file.Commit();
                Tell(context, written);
                return ExitCode.Good;
            }
            finally
            {
                Array.Clear(passphrase);
            }
        };
    }

    private static void Tell(CliContext context, BackupReport written)
    {
        context.Output.Note($"Backed up: keys {written.Keys}, certificates {written.Certificates}. Keep the passphrase in another place than the file.");
        if (written.LeftOut > 0)
        {
            context.Output.Note($"Keys that may not leave this keystore and are NOT in the backup: {written.LeftOut}.");
        }
    }

    private static Func<CliContext, CancellationToken, int> Restore(Command command)
    {
        Argument<string> source = new("FILE") { Description = "The backup to read." };
        Option<string?> passwordFile = new("--password-file") { Description = "File whose first line is the passphrase.", HelpName = "FILE" };
        command.Add(source);
        command.Add(passwordFile);
        return (context, cancellation) =>
        {
            string path = context.Parsed.GetRequiredValue(source);
            using BufferedStream file = new(FileInput.Open(path, Stream.Null), 128 * 1024);
            using SealedBackup backup = KeystoreBackup.Open(file);
            char[] passphrase = Terminal.ReadPassphrase(context.Parsed.GetValue(passwordFile), Path.GetFileName(path), context.Streams.Error);
            try
            {
                backup.Unlock(passphrase);
            }
            finally
            {
                Array.Clear(passphrase);
            }

            Write(context, context.Get<KeystoreBackup>().Restore(backup, _ => cancellation.ThrowIfCancellationRequested()));
            return ExitCode.Good;
        };
    }

    private static void Write(CliContext context, RestoreReport restored) => context.Output.Write(
        json =>
        {
            json.WriteStartObject();
            json.WriteString("createdAt", CertificateText.Time(restored.CreatedAt));
            foreach ((string kind, RestoreCount count) in restored.Counts)
            {
                json.WriteStartObject(kind);
                json.WriteNumber("added", count.Added);
                json.WriteNumber("present", count.Present);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        },
        () =>
        {
            context.Output.Line($"backup of {CertificateText.Time(restored.CreatedAt)}");
            foreach ((string kind, RestoreCount count) in restored.Counts)
            {
                context.Output.Line($"{kind + ":",-14} {count.Added} added, {count.Present} already here");
            }
        });
}
