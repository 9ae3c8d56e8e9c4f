using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Bridge.Keystore.Storage;

/// <summary>
/// Answers of the questions that every message asks again (policy, own keys, authorities by name), kept until anything in
/// the database changes. SQLite tells: a connection that never writes sees <c>data_version</c> change with every commit of
/// any other, of this process or another. Asking that costs a tenth of the smallest read.
/// </summary>
internal sealed class RecentReads(Database database) : IDisposable
{
    private const int Most = 1024;

    private readonly ConcurrentDictionary<(string Question, string About), Answer> _answers = new();
    private readonly Lock _lock = new();
    private StoreConnection? _watch;
    private SqliteCommand? _version;

    /// <param name="question">Names what <paramref name="read"/> asks.</param>
    /// <param name="about">What it asks about.</param>
    /// <param name="read">Asks the database. The answer must not be changed by whoever gets it.</param>
    internal T Get<T>(string question, string about, Func<Session, T> read)
    {
        // Taken before the read: a change during it makes the answer look older than it is, never newer.
        if (Version() is not { } version)
        {
            return database.Read(read);
        }

        if (_answers.TryGetValue((question, about), out Answer? known) && known.Version == version)
        {
            return (T)known.Value!;
        }

        T value = database.Read(read);
        if (_answers.Count >= Most)
        {
            _answers.Clear();
        }

        _answers[(question, about)] = new Answer(version, value);
        return value;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            Forget();
        }
    }

    // Null when the database does not say: then nothing is taken for unchanged.
    private long? Version()
    {
        lock (_lock)
        {
            try
            {
                _version ??= Watch();
                return (long)_version.ExecuteScalar()!;
            }
            catch (SqliteException)
            {
                Forget();
                return null;
            }
        }
    }

    private SqliteCommand Watch()
    {
        _watch = database.Connect();
        SqliteCommand command = _watch.CreateCommand();
        command.CommandText = "PRAGMA data_version";
        return command;
    }

    // Versions of two connections cannot be compared.
    private void Forget()
    {
        _answers.Clear();
        _version?.Dispose();
        _watch?.Dispose();
        (_version, _watch) = (null, null);
    }

    private sealed record Answer(long Version, object? Value);
}
