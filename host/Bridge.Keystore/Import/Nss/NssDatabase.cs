using System.Runtime.InteropServices;
using Bridge.Keystore.Storage;
using Bridge.Smime.Errors;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bridge.Keystore.Import.Nss;

/// <summary>
/// One database of NSS (<c>key4.db</c>, <c>cert9.db</c>), read into memory and opened there: the program that it belongs to is not
/// disturbed, and no copy of its keys comes to lie on a disk.
/// </summary>
internal sealed class NssDatabase : IDisposable
{
    private const int Largest = 256 << 20, ReadOnly = 4, JournalMode = 18;

    private readonly IntPtr _memory;
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    private NssDatabase(byte[] file)
    {
        _memory = Marshal.AllocHGlobal(file.Length);
        Marshal.Copy(file, 0, _memory, file.Length);
        _connection.Open();
        int result = raw.sqlite3_deserialize(_connection.Handle, "main", _memory, file.Length, file.Length, ReadOnly);
        if (result != raw.SQLITE_OK)
        {
            throw new InvalidDataException("Not a database.");
        }
    }

    /// <returns>Null when there is no such file.</returns>
    /// <exception cref="RefusalException"><c>file-unreadable</c>, <c>profile-busy</c>.</exception>
    internal static NssDatabase? Open(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        RequireAtRest(path);
        byte[] file = new FileInfo(path).Length <= Largest ? File.ReadAllBytes(path) : throw ImportRefusals.Unreadable(Path.GetFileName(path), "Too large.");
        RequireAtRest(path);
        if (!file.AsSpan().StartsWith("SQLite format 3\0"u8) || file.Length < 100)
        {
            throw ImportRefusals.Unreadable(Path.GetFileName(path), "Not a database.");
        }

        // A copy in memory has no write-ahead log: it is one with a rollback journal.
        file[JournalMode] = file[JournalMode + 1] = 1;
        return new NssDatabase(file);
    }

    internal List<T> Query<T>(string sql, Func<SqliteDataReader, T> map)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    /// <summary>An attribute; null where there is none. NSS stores an empty one as a value of its own.</summary>
    internal static byte[]? Attribute(SqliteDataReader row, int column) =>
        row.GetBytesOrNull(column) is { Length: > 0 } value && !value.AsSpan().SequenceEqual((ReadOnlySpan<byte>)[0xa5, 0x00, 0x5a]) ? value : null;

    public void Dispose()
    {
        _connection.Dispose();
        Marshal.FreeHGlobal(_memory);
    }

    private static void RequireAtRest(string path)
    {
        foreach (string side in (ReadOnlySpan<string>)["-journal", "-wal"])
        {
            if (new FileInfo(path + side) is { Exists: true, Length: > 0 })
            {
                throw new RefusalException("profile-busy", RefusalKind.Key, "Another program is writing to this profile just now: try again, or close it first.");
            }
        }
    }
}
