using Bridge.Host.Native.Mapping;
using Bridge.Keystore;
using Bridge.Keystore.Backup;
using Bridge.Protocol;
using Bridge.Protocol.Json;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Session;
using Bridge.Protocol.Values;
using Bridge.Smime.Errors;

namespace Bridge.Host.Native.Handlers;

/// <summary>Keys that leave the keystore, one by one or in a backup, and come back from there.</summary>
internal sealed class LeavingHandlers(KeyStore keys, KeystoreBackup backup)
{
    public Done Export(ExportKey request, RequestContext context)
    {
        // Before anybody thinks of a passphrase for it.
        keys.RequireExportable(request.Key);
        using Secret secret = context.Ask(PromptKind.ExportPassphraseNew, request.FileName, 1);
        NewPassphrases.Require(secret.Characters);
        context.Answer.Write(keys.ExportPkcs12(request.Key, secret.Characters, request.Form.ToStore()));
        return new Done();
    }

    public Done Keep(KeepKey request, RequestContext context)
    {
        keys.Keep(request.Key);
        return new Done();
    }

    public BackupWritten Write(WriteBackup request, RequestContext context)
    {
        using Secret secret = context.Ask(PromptKind.BackupPassphraseNew, request.FileName, 1);
        NewPassphrases.Require(secret.Characters);
        BackupReport written = backup.Write(context.Answer, secret.Characters, rows =>
        {
            context.Cancellation.ThrowIfCancellationRequested();
            context.Report(ProgressPhase.Exporting, rows);
        });
        return new BackupWritten(written.Keys, written.LeftOut, written.Certificates);
    }

    public BackupRestored Restore(RestoreBackup request, RequestContext context)
    {
        using SealedBackup file = KeystoreBackup.Open(context.Content);
        Unlock(file, request.FileName, context);
        RestoreReport restored = backup.Restore(file, rows =>
        {
            context.Cancellation.ThrowIfCancellationRequested();
            context.Report(ProgressPhase.Importing, rows);
        });
        return new BackupRestored(restored.CreatedAt, [.. restored.Counts.Select(k => new RestoredKind(k.Key, k.Value.Added, k.Value.Present))]);
    }

    private static void Unlock(SealedBackup file, string fileName, RequestContext context)
    {
        for (int attempt = 1; ; attempt++)
        {
            using Secret secret = context.Ask(PromptKind.BackupPassphrase, fileName, attempt);
            try
            {
                file.Unlock(secret.Characters);
                return;
            }
            catch (RefusalException e) when (e.Code == ErrorCode.PassphraseWrong && attempt < Limits.PromptAttempts)
            {
                context.Cancellation.ThrowIfCancellationRequested();
            }
        }
    }
}
