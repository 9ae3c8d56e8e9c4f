using Bridge.Keystore.Backup;
using Bridge.Keystore.Storage;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Smime.Errors;

namespace Bridge.Keystore;

/// <summary>
/// The whole keystore as one encrypted file: keys, certificates with their history, choices, authorities and policy. It opens with its
/// passphrase alone, on any machine and under any protection of the master key. The format is in docs/backup.md.
/// </summary>
public sealed class KeystoreBackup
{
    private readonly Database _database;
    private readonly SecretSafe _safe;
    private readonly TimeProvider _clock;

    internal KeystoreBackup(Database database, SecretSafe safe, TimeProvider clock) => (_database, _safe, _clock) = (database, safe, clock);

    /// <summary>Guessing costs; tests take less.</summary>
    internal BackupCost Cost { get; set; } = BackupCost.Standard;

    /// <summary>Writes everything as of one moment. Keys that may not leave the keystore are left out, and counted.</summary>
    /// <param name="target">Is written forward only; meaningless unless this returns.</param>
    /// <param name="passphrase">The caller wipes it, and sees to it that it is long enough.</param>
    /// <param name="report">Told now and then how many rows are written.</param>
    /// <exception cref="RefusalException"><c>key-locked</c>, <c>key-unusable</c>, and those of the store.</exception>
    public BackupReport Write(Stream target, ReadOnlySpan<char> passphrase, Action<long>? report = null)
    {
        // Asked for before the database is read: a question may take its time.
        _safe.Unlock(new KeyNeed(SecretUse.Export));
        (BackupHeader header, SecretBytes key) = BackupHeader.Create(passphrase, Cost);
        using (key)
        {
            using ChunkSealer sealer = new(target, header, key);
            using RecordWriter records = new(sealer);
            target.Write(header.Bytes);
            BackupReport written = _database.Read(session => new BackupDump(session, _safe, records, report ?? (static _ => { })).Write(_clock.GetUtcNow()));
            sealer.Finish();
            _database.Write(session => RecordExports(session));
            return written;
        }
    }

    // A key in a backup has left the keystore, as in any other export.
    private void RecordExports(Session session) => session.Execute(
        $"INSERT INTO key_events (own_key, event, at) SELECT id, 'backed-up', $at FROM own_keys WHERE {BackupTable.Leaving} AND length(sealed) > 0",
        ("$at", _clock.GetUtcNow().Store()));

    /// <summary>Reads the beginning of a backup. Nothing is changed, and no passphrase needed yet.</summary>
    /// <exception cref="RefusalException"><c>backup-unreadable</c>, <c>backup-newer</c>.</exception>
    public static SealedBackup Open(Stream file) => new(file, BackupHeader.Read(file));

    /// <summary>Adds what the backup has and this keystore has not: all of it in one transaction, or nothing.</summary>
    /// <param name="backup">Unlocked; it can be restored once.</param>
    /// <param name="report">Told now and then how many rows are read.</param>
    /// <exception cref="RefusalException"><c>backup-damaged</c>, <c>backup-newer</c>, <c>key-locked</c>, and those of the store.</exception>
    public RestoreReport Restore(SealedBackup backup, Action<long>? report = null)
    {
        using Stream records = backup.Take();
        using MasterKey master = _safe.OpenForSealing(new KeyNeed(SecretUse.Import));
        bool begun = false;
        return _database.Write(session =>
        {
            // What has been read cannot be read again.
            if (begun)
            {
                throw StorageFaults.LockedFor(null);
            }

            begun = true;
            return new BackupRestore(session, master, records, report ?? (static _ => { })).Run();
        });
    }
}

/// <summary>A backup whose beginning was read.</summary>
public sealed class SealedBackup : IDisposable
{
    private readonly Stream _file;
    private readonly BackupHeader _header;
    private SecretBytes? _key;

    internal SealedBackup(Stream file, BackupHeader header) => (_file, _header) = (file, header);

    /// <summary>Tries a passphrase; the caller wipes it.</summary>
    /// <exception cref="RefusalException"><c>passphrase-wrong</c>.</exception>
    public void Unlock(ReadOnlySpan<char> passphrase)
    {
        _key?.Dispose();
        _key = _header.Unlock(passphrase) ?? throw Import.ImportRefusals.WrongPassphrase(given: true);
    }

    public void Dispose() => _key?.Dispose();

    internal Stream Take() => new ChunkOpener(_file, _header, _key ?? throw new InvalidOperationException("The backup is locked."));
}
