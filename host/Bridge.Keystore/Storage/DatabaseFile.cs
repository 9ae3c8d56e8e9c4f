using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Bridge.Keystore.Storage;

/// <summary>
/// Brings the database file into being and up to date. It is created complete under another name and then put in place,
/// so that no process ever sees half a keystore; a migration runs in one transaction, after a backup.
/// </summary>
internal sealed class DatabaseFile(string file, StorageOptions options, TimeProvider clock)
{
    private const int BackupsKept = 3;

    private static readonly TimeSpan s_unfinishedAge = TimeSpan.FromMinutes(10);

    private string Folder => Path.GetDirectoryName(file)!;

    internal Database Open()
    {
        try
        {
            PrivateFiles.EnsureFolder(Folder);
            if (!File.Exists(file))
            {
                Create();
            }

            RepairModes();
            SweepUnfinished();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StorageFaults.Refuse(e, Folder);
        }

        Database database = new(file, options);
        try
        {
            Upgrade(database);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private void Create()
    {
        string unfinished = $"{file}.{Guid.NewGuid():N}.new";
        PrivateFiles.Create(unfinished).Dispose();
        try
        {
            using (Database database = new(unfinished, options))
            {
                // Kept in the file's header: every later connection finds the mode set.
                database.Direct(connection => Execute(connection, "PRAGMA journal_mode=WAL"));
                database.Write(session => Migrate(session, 0));
            }

            PrivateFiles.Publish(unfinished, file);
        }
        finally
        {
            foreach (string rest in new[] { unfinished, unfinished + "-wal", unfinished + "-shm", unfinished + "-journal" })
            {
                File.Delete(rest);
            }
        }
    }

    private void RepairModes()
    {
        foreach (string any in Directory.EnumerateFiles(Folder))
        {
            PrivateFiles.Repair(any);
        }
    }

    // What a process left that died while it made a file. Young ones may belong to a process that is still at it.
    private void SweepUnfinished()
    {
        foreach (string unfinished in Directory.EnumerateFiles(Folder, "*.new*"))
        {
            if (clock.GetUtcNow() - File.GetLastWriteTimeUtc(unfinished) > s_unfinishedAge)
            {
                File.Delete(unfinished);
            }
        }
    }

    private void Upgrade(Database database)
    {
        (long version, long application) = database.Direct(c => (Pragma(c, "user_version"), Pragma(c, "application_id")));
        if (application != Schema.ApplicationId && version != 0)
        {
            throw StorageFaults.Damaged(file, null);
        }

        if (version > options.Migrations.Count)
        {
            throw StorageFaults.Newer(version);
        }

        if (version < options.Migrations.Count)
        {
            if (version > 0)
            {
                BackUp(database, version);
            }

            // Another process may have been quicker: the version is read again under the write lock.
            database.Write(session => Migrate(session, session.Number("PRAGMA user_version")));
        }
    }

    private void Migrate(Session session, long from)
    {
        for (int step = (int)from; step < options.Migrations.Count; step++)
        {
            session.Execute(options.Migrations[step]);
        }

        session.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version={Math.Max(from, options.Migrations.Count)}"));
        session.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id={Schema.ApplicationId}"));
    }

    // Private keys stay sealed in a backup: it is as useless without the master key as the keystore itself.
    private void BackUp(Database database, long version)
    {
        string folder = Path.Combine(Folder, "backups");
        try
        {
            PrivateFiles.EnsureFolder(folder);
            string stamp = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
            string target = Path.Combine(folder, $"keystore-v{version}-{stamp}-{Guid.NewGuid().ToString("N")[..6]}.db");
            PrivateFiles.Create(target).Dispose();
            database.Direct(connection => Copy(connection, target));
            PrivateFiles.SyncFolder(folder);
            foreach (string old in Directory.GetFiles(folder, "keystore-v*.db").OrderDescending(StringComparer.Ordinal).Skip(BackupsKept))
            {
                File.Delete(old);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StorageFaults.Refuse(e, folder);
        }
    }

    private static bool Copy(SqliteConnection source, string target)
    {
        using SqliteConnection copy = new(new SqliteConnectionStringBuilder { DataSource = target, Pooling = false }.ToString());
        copy.Open();
        source.BackupDatabase(copy);
        // One plain file, no side files, whatever the mode of the original.
        return Execute(copy, "PRAGMA journal_mode=DELETE");
    }

    private static bool Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
        return true;
    }

    private static long Pragma(SqliteConnection connection, string name)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return (long)command.ExecuteScalar()!;
    }
}
