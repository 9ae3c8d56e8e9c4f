using System.Collections.Concurrent;
using System.Diagnostics;
using Bridge.Smime.Errors;
using Microsoft.Data.Sqlite;

namespace Bridge.Keystore.Storage;

/// <summary>
/// The keystore's one SQLite file. Reads take a snapshot; writes take the write lock at their beginning, so that two
/// processes wait for each other instead of failing in the middle. Every SQLite error leaves as a refusal with a code.
/// </summary>
internal sealed class Database : IDisposable
{
    private const string Pragmas = """
        PRAGMA busy_timeout=2000;
        PRAGMA foreign_keys=ON;
        PRAGMA synchronous=FULL;
        PRAGMA temp_store=MEMORY;
        PRAGMA secure_delete=ON;
        PRAGMA trusted_schema=OFF;
        PRAGMA cell_size_check=ON;
        """;

    private readonly ConcurrentBag<StoreConnection> _idle = [];
    private readonly RecentReads _recent;
    private readonly string _connectionString;
    private readonly StorageOptions _options;

    internal Database(string file, StorageOptions options)
    {
        File = file;
        _options = options;
        _recent = new RecentReads(this);
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            // SQLite's own busy handler does the waiting; this only bounds the provider's loop around it.
            DefaultTimeout = 1,
        }.ToString();
    }

    internal string File { get; }

    /// <summary>Runs a query in one read transaction: everything it sees is of one moment.</summary>
    internal T Read<T>(Func<Session, T> work) => Run(work, immediate: false);

    /// <summary>Like <see cref="Read"/>, but the answer of last time while nothing in the database has changed. For small answers only.</summary>
    /// <inheritdoc cref="RecentReads.Get"/>
    internal T Recall<T>(string question, string about, Func<Session, T> read) => _recent.Get(question, about, read);

    /// <summary>Runs a change in one transaction: all of it or nothing. <paramref name="work"/> may run again after a collision.</summary>
    internal T Write<T>(Func<Session, T> work) => Run(work, immediate: true);

    internal void Write(Action<Session> work) => Write(session =>
    {
        work(session);
        return true;
    });

    /// <summary>Runs statements outside a transaction (backup, checks, pragmas).</summary>
    internal T Direct<T>(Func<SqliteConnection, T> work) => Attempt(work);

    public void Dispose()
    {
        _recent.Dispose();
        while (_idle.TryTake(out StoreConnection? connection))
        {
            connection.Dispose();
        }
    }

    private T Run<T>(Func<Session, T> work, bool immediate) => Attempt(connection =>
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: !immediate);
        T result = work(new Session(connection, transaction));
        transaction.Commit();
        return result;
    });

    private T Attempt<T>(Func<StoreConnection, T> work)
    {
        long started = Stopwatch.GetTimestamp();
        for (int attempt = 0; ; attempt++)
        {
            StoreConnection? connection = null;
            try
            {
                connection = Rent();
                T result = work(connection);
                _idle.Add(connection);
                return result;
            }
            catch (SqliteException e)
            {
                connection?.Dispose();
                if (!StorageFaults.IsCollision(e) || Stopwatch.GetElapsedTime(started) >= _options.LockWait)
                {
                    throw StorageFaults.Refuse(e, File);
                }

                Thread.Sleep(Random.Shared.Next(5, 20 + Math.Min(attempt * 10, 200)));
            }
            catch
            {
                // A refusal out of the work itself: the transaction is rolled back, the connection is good.
                if (connection is not null)
                {
                    _idle.Add(connection);
                }

                throw;
            }
        }
    }

    private StoreConnection Rent() => _idle.TryTake(out StoreConnection? idle) ? idle : Connect();

    /// <summary>A connection beside those that work, for its owner to close.</summary>
    internal StoreConnection Connect()
    {
        StoreConnection connection = new(_connectionString);
        try
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = _options.PageLimit is { } pages ? $"{Pragmas} PRAGMA max_page_count={pages};" : Pragmas;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
