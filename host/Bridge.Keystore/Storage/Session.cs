using Microsoft.Data.Sqlite;

namespace Bridge.Keystore.Storage;

/// <summary>One transaction: statements with named parameters.</summary>
internal sealed class Session(StoreConnection connection, SqliteTransaction? transaction)
{
    /// <returns>Rows changed.</returns>
    internal int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using StoreConnection.Statement statement = Prepare(sql, parameters);
        return statement.Command.ExecuteNonQuery();
    }

    internal List<T> Query<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using StoreConnection.Statement statement = Prepare(sql, parameters);
        using SqliteDataReader reader = statement.Command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    /// <summary>Runs through the rows without holding more than one.</summary>
    internal void Each(string sql, Action<SqliteDataReader> visit)
    {
        using StoreConnection.Statement statement = Prepare(sql, []);
        using SqliteDataReader reader = statement.Command.ExecuteReader();
        while (reader.Read())
        {
            visit(reader);
        }
    }

    /// <summary>The first row, or default when there is none.</summary>
    internal T? First<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using StoreConnection.Statement statement = Prepare(sql, parameters);
        using SqliteDataReader reader = statement.Command.ExecuteReader();
        return reader.Read() ? map(reader) : default;
    }

    internal long Number(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        First(sql, r => r.GetInt64(0), parameters);

    internal bool Exists(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        First(sql, _ => true, parameters);

    private StoreConnection.Statement Prepare(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        StoreConnection.Statement statement = connection.Take(sql);
        statement.Command.Transaction = transaction;
        foreach ((string name, object? value) in parameters)
        {
            statement.Command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return statement;
    }
}
