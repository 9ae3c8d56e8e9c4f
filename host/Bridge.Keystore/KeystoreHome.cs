using Bridge.Keystore.Keys;
using Bridge.Keystore.Storage;
using Bridge.Keystore.Tokens;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Smime.Errors;
using Microsoft.Data.Sqlite;

namespace Bridge.Keystore;

/// <summary>
/// One user's folder with everything at rest: <c>keystore.db</c>, <c>master.key</c> or what else the master key lies in, <c>backups/</c>. Any number of processes
/// may have it open at once. All members may be used from several threads.
/// </summary>
public sealed class KeystoreHome : IDisposable
{
    private readonly Database _database;
    private readonly UnlockedKey _unlocked;
    private readonly MasterKeys _masterKeys;
    private readonly KeyShelf _shelf;

    private KeystoreHome(string path, Database database, StorageOptions options, VaultSettings settings, TimeProvider clock)
    {
        Folder = path;
        _database = database;
        Policy = new PolicyStore(database);
        VaultSet vaults = VaultsOfMachine.Of(path, database, settings, clock);
        _unlocked = new UnlockedKey(LockAfter, () => VaultRow.Recall(database)?.Generation ?? 0, clock);
        VaultGate gate = new(Path.Combine(path, "vault.lock"), options.LockWait);
        _masterKeys = new MasterKeys(database, vaults, gate, _unlocked, settings.Prompt, clock, settings.Reached);
        _shelf = new KeyShelf(clock);
        Tokens = new TokenStore(database, settings.Prompt, LockAfter, clock);
        Protection = new Protection(_masterKeys, vaults, CloseOpened);
        SecretSafe safe = new(_masterKeys);
        Keys = new KeyStore(database, safe, _shelf, Tokens, clock);
        Requests = new KeyRequests(database, safe, clock);
        Backup = new KeystoreBackup(database, safe, clock);
        Identities = new IdentityStore(database);
        Certificates = new CertificateStore(database, clock);
        Contacts = new ContactStore(database, Certificates, clock);
        Anchors = new TrustStore(database, clock);
        Correspondents = new CorrespondentStore(database, clock);
        Revocation = new RevocationStore(database, clock);
        Verifications = new VerificationLog(database);
    }

    /// <summary>Absolute path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Where the master key is kept, and its lock.</summary>
    public Protection Protection { get; }

    public KeyStore Keys { get; }

    public KeyRequests Requests { get; }

    public TokenStore Tokens { get; }

    public KeystoreBackup Backup { get; }

    public IdentityStore Identities { get; }

    public CertificateStore Certificates { get; }

    public ContactStore Contacts { get; }

    public TrustStore Anchors { get; }

    public PolicyStore Policy { get; }

    public CorrespondentStore Correspondents { get; }

    public RevocationStore Revocation { get; }

    public VerificationLog Verifications { get; }

    /// <summary>Opens the keystore in a folder and makes it if there is none; repairs file modes; migrates an older one after a backup.</summary>
    /// <exception cref="RefusalException">
    /// <c>store-newer</c>, <c>store-damaged</c>, <c>store-unwritable</c>, <c>store-full</c>, <c>store-locked</c>.
    /// </exception>
    public static KeystoreHome Open(string path, TimeProvider clock, VaultSettings? settings = null) => Open(path, clock, new StorageOptions(), settings);

    internal static KeystoreHome Open(string path, TimeProvider clock, ISecretPrompt prompt) => Open(path, clock, new VaultSettings { Prompt = prompt });

    internal static KeystoreHome Open(string path, TimeProvider clock, StorageOptions options, VaultSettings? settings = null)
    {
        string folder = Path.GetFullPath(path);
        Database database = new DatabaseFile(Path.Combine(folder, "keystore.db"), options, clock).Open();
        KeystoreHome home = new(folder, database, options, settings ?? new VaultSettings(), clock);
        home._masterKeys.FinishOldMove();
        return home;
    }

    /// <summary>
    /// Null when own keys can be opened, if need be with the user's passphrase; else why not: <c>key-missing</c>, <c>key-other</c>,
    /// <c>key-damaged</c>, <c>key-unreadable</c>, <c>vault-absent</c>, <c>vault-locked</c>, <c>vault-failing</c>.
    /// </summary>
    public string? FindLock() => _masterKeys.FindTrouble();

    /// <summary>Reads the whole database and compares it with its indexes and references; slow, for the doctor.</summary>
    /// <exception cref="RefusalException"><c>store-damaged</c>.</exception>
    public void CheckIntegrity()
    {
        bool whole = _database.Direct(connection =>
            Answer(connection, "PRAGMA integrity_check") == "ok" && Answer(connection, "PRAGMA foreign_key_check") is null);
        if (!whole)
        {
            throw StorageFaults.Damaged(_database.File, null);
        }
    }

    /// <summary>Really writes, and takes it back: proves that the folder can be written and the lock be had.</summary>
    public void TryWrite() => _database.Write(session =>
    {
        session.Execute("INSERT INTO key_events (own_key, event, at) VALUES ('doctor', 'probe', 0)");
        session.Execute("DELETE FROM key_events WHERE own_key = 'doctor'");
    });

    // For the keystore's own lock and for the logins of tokens alike.
    private TimeSpan LockAfter() => TimeSpan.FromMinutes(Policy.Load().LockAfterMinutes);

    private void CloseOpened()
    {
        _shelf.Clear();
        Tokens.LogOut();
    }

    public void Dispose()
    {
        Tokens.Dispose();
        _shelf.Dispose();
        _unlocked.Dispose();
        _database.Dispose();
    }

    private static string? Answer(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as string;
    }
}
