using System.Globalization;
using Bridge.Keystore.Storage;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Prompting;

namespace Bridge.Keystore.Backup;

/// <summary>Writes the rows of a keystore as records, one after the other: a million certificates need no more memory than one.</summary>
internal sealed class BackupDump(Session session, SecretSafe safe, RecordWriter target, Action<long> report)
{
    /// <summary>Version of the records; see docs/backup.md.</summary>
    internal const long Version = 1;

    private long _rows;

    internal BackupReport Write(DateTimeOffset now)
    {
        target.Write("backup", Version, now.Store());
        Dictionary<string, long> counts = BackupTable.All.ToDictionary(t => t.Name, WriteTable);
        target.Write("end", _rows);
        long kept = session.Number("SELECT count(*) FROM own_keys WHERE exportable = 0 AND length(sealed) > 0");
        return new BackupReport(counts["own_keys"], kept, counts["certificates"]);
    }

    private long WriteTable(BackupTable table)
    {
        List<BackupColumn> columns = table.Columns(session);
        target.Write("table", [table.Name, .. columns.Select(c => c.Name)]);
        string where = table.Filter is { } filter ? $" WHERE {filter}" : string.Empty;
        long before = _rows;
        session.Each($"SELECT {string.Join(", ", columns.Select(c => c.Selected))} FROM {table.Name} t{where}", row =>
        {
            object?[] values = new object?[columns.Count];
            row.GetValues(values!);
            using SecretBytes? secret = table.Purpose is null ? null : Open(table, columns, values);
            target.Write("row", values);
            if (++_rows % 256 == 0)
            {
                report(_rows);
            }
        });
        return _rows - before;
    }

    // A secret leaves the protection of its keystore's master key here, and gets the backup's.
    private SecretBytes? Open(BackupTable table, List<BackupColumn> columns, object?[] values)
    {
        int Index(string name) => columns.FindIndex(c => c.Name == name);
        byte[] box = (byte[])values[Index("sealed")]!;
        if (box.Length == 0)
        {
            return null;
        }

        string id = Convert.ToString(values[Index("id")], CultureInfo.InvariantCulture)!;
        SecretBytes secret = safe.Open(table.Purpose!, id, (string)values[Index("key_id")]!, box, new KeyNeed(SecretUse.Export));
        values[Index("key_id")] = string.Empty;
        values[Index("sealed")] = secret;
        return secret;
    }
}
