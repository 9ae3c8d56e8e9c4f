using Microsoft.Data.Sqlite;

namespace Bridge.Keystore.Storage;

/// <summary>
/// A connection that keeps its statements: parsing the same few over and over would cost more than running them. Used by one
/// thread at a time.
/// </summary>
internal sealed class StoreConnection(string connectionString) : SqliteConnection(connectionString)
{
    private const int MostStatements = 64;

    private readonly Dictionary<string, SqliteCommand> _statements = new(StringComparer.Ordinal);

    /// <summary>A statement without parameters, for one use; the same text may be in use several times.</summary>
    internal Statement Take(string sql)
    {
        if (!_statements.Remove(sql, out SqliteCommand? command))
        {
            command = CreateCommand();
            command.CommandText = sql;
        }

        return new Statement(this, command);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (SqliteCommand command in _statements.Values)
            {
                command.Dispose();
            }

            _statements.Clear();
        }

        base.Dispose(disposing);
    }

    private void Return(SqliteCommand command)
    {
        command.Parameters.Clear();
        command.Transaction = null;
        if (_statements.Count >= MostStatements || !_statements.TryAdd(command.CommandText, command))
        {
            command.Dispose();
        }
    }

    /// <summary>Gives the statement back when its reader is done.</summary>
    internal readonly struct Statement(StoreConnection owner, SqliteCommand command) : IDisposable
    {
        public SqliteCommand Command => command;

        public void Dispose() => owner.Return(command);
    }
}
