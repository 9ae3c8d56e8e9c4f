using Bridge.Keystore.Keys;
using Bridge.Keystore.Storage;
using Bridge.Keystore.Tokens;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Smime.Errors;
using Microsoft.Data.Sqlite;

namespace Bridge.Keystore;

/// <summary>
/// One user's folder with everything at rest: <c>keystore.db</c>, <c>master.key</c>, <c>backups/</c>. Any number of processes
/// may have it open at once. All members may be used from several threads.
/// </summary>
public sealed class KeystoreHome : IDisposable
{
    // As long as an unlocked keystore stays open.
    private static readonly TimeSpan s_tokenPatience = TimeSpan.FromMinutes(30);

    private readonly Database _database;
    private readonly SecretSafe _safe;
    private readonly KeyShelf _shelf;

    private KeystoreHome(string path, Database database, IVault vault, ISecretPrompt prompt, TimeProvider clock)
    {
        Folder = path;
        _database = database;
        _safe = new SecretSafe(database, vault, clock);
        _shelf = new KeyShelf(clock);
        VaultKind = vault.Kind;
        Tokens = new TokenStore(database, prompt, () => s_tokenPatience, clock);
        Keys = new KeyStore(database, _safe, _shelf, Tokens, clock);
        Requests = new KeyRequests(database, _safe, clock);
        Backup = new KeystoreBackup(database, _safe, clock);
        Identities = new IdentityStore(database);
        Certificates = new CertificateStore(database, clock);
        Contacts = new ContactStore(database, Certificates, clock);
        Anchors = new TrustStore(database, clock);
        Policy = new PolicyStore(database);
        Correspondents = new CorrespondentStore(database, clock);
        Revocation = new RevocationStore(database, clock);
        Verifications = new VerificationLog(database);
    }

    /// <summary>Absolute path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Where the master key is kept: <c>key-file</c>.</summary>
    public string VaultKind { get; }

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
    public static KeystoreHome Open(string path, TimeProvider clock, ISecretPrompt? prompt = null) => Open(path, clock, new StorageOptions(), prompt);

    internal static KeystoreHome Open(string path, TimeProvider clock, StorageOptions options, ISecretPrompt? prompt = null)
    {
        string folder = Path.GetFullPath(path);
        Database database = new DatabaseFile(Path.Combine(folder, "keystore.db"), options, clock).Open();
        return new KeystoreHome(folder, database, new KeyFileVault(Path.Combine(folder, "master.key")), prompt ?? NoPrompt.Instance, clock);
    }

    /// <summary>
    /// Null when own keys can be opened; else why not: <c>key-missing</c>, <c>key-other</c>, <c>key-damaged</c>, <c>key-unreadable</c>.
    /// </summary>
    public string? FindLock() => _safe.Lock();

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

    public void Dispose()
    {
        Tokens.Dispose();
        _shelf.Dispose();
        _database.Dispose();
    }

    private static string? Answer(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as string;
    }
}
