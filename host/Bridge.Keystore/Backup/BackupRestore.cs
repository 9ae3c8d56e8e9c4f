using System.Text.Json;
using Bridge.Keystore.Certificates;
using Bridge.Keystore.Keys;
using Bridge.Keystore.Requests;
using Bridge.Keystore.Storage;
using Bridge.Keystore.Vault;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Backup;

/// <summary>
/// Takes the records of a backup into a keystore, in the one transaction that the caller opened. What is there already is left as it is;
/// what does not fit together ends the whole.
/// </summary>
internal sealed class BackupRestore(Session session, MasterKey master, Stream records, Action<long> report)
{
    private static readonly Dictionary<string, string> s_kinds = new()
    {
        ["own_keys"] = "keys",
        ["key_requests"] = "requests",
        ["certificates"] = "certificates",
        ["identities"] = "identities",
        ["anchors"] = "anchors",
        ["policy"] = "policy",
    };

    private readonly Dictionary<string, RestoreCount> _counts = s_kinds.Values.ToDictionary(k => k, _ => default(RestoreCount));
    private RestoreTable? _table;
    private long _rows;

    internal RestoreReport Run()
    {
        try
        {
            BackupRecord first = BackupRecord.Read(records) ?? throw new JsonException("No records.");
            if (first.Word != "backup" || (long)first.Values[0]! != BackupDump.Version)
            {
                throw BackupRefusals.Newer();
            }

            while (BackupRecord.Read(records) is { } record && Take(record))
            {
            }

            // Reading on to the end proves that nothing was cut off and nothing follows.
            return records.ReadByte() < 0
                ? new RestoreReport(DateTimeOffset.FromUnixTimeMilliseconds((long)first.Values[1]!), _counts)
                : throw new JsonException("More after the end.");
        }
        catch (Exception e) when (e is JsonException or MalformedException or FormatException or InvalidCastException or InvalidOperationException
            or ArgumentException or NullReferenceException)
        {
            throw BackupRefusals.Damaged(e);
        }
    }

    /// <returns>False at the end.</returns>
    private bool Take(BackupRecord record)
    {
        switch (record.Word)
        {
            case "table":
                _table = new RestoreTable(session, master, (string)record.Values[0]!, [.. record.Values.Skip(1).Select(c => (string)c!)]);
                return true;
            case "row" when _table is not null:
                Count(_table.Name, _table.Add(record.Values));
                return true;
            case "end" when (long)record.Values[0]! == _rows:
                return false;
            default:
                throw new JsonException($"A record out of place: {record.Word}.");
        }
    }

    private void Count(string table, bool added)
    {
        if (s_kinds.TryGetValue(table, out string? kind))
        {
            RestoreCount count = _counts[kind];
            _counts[kind] = added ? count with { Added = count.Added + 1 } : count with { Present = count.Present + 1 };
        }

        if (++_rows % 256 == 0)
        {
            report(_rows);
        }
    }
}
