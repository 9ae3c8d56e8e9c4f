using System.Text.Json;
using Bridge.Keystore.Certificates;
using Bridge.Keystore.Certificates.Contacts;
using Bridge.Keystore.Keys;
using Bridge.Keystore.Requests;
using Bridge.Keystore.Storage;
using Bridge.Keystore.Vault;
using Bridge.Smime.Policy;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Backup;

/// <summary>Takes the rows of one table in. A table or column that this version does not have comes from a newer one.</summary>
internal sealed class RestoreTable
{
    private readonly Session _session;
    private readonly MasterKey _master;
    private readonly BackupTable _table;
    private readonly IReadOnlyList<string> _names;
    private readonly string _insert;

    internal RestoreTable(Session session, MasterKey master, string name, IReadOnlyList<string> names)
    {
        (_session, _master, _names) = (session, master, names);
        _table = BackupTable.All.FirstOrDefault(t => t.Name == name) ?? throw BackupRefusals.Newer();
        List<BackupColumn> known = _table.Columns(session);
        List<BackupColumn> columns = [.. names.Select(n => known.Find(c => c.Name == n) ?? throw BackupRefusals.Newer())];
        _insert = Insert(columns);
    }

    internal string Name => _table.Name;

    /// <returns>Whether it is new here.</returns>
    internal bool Add(IReadOnlyList<object?> values)
    {
        if (values.Count != _names.Count)
        {
            throw new JsonException("A row with another number of columns.");
        }

        switch (Name)
        {
            case "certificates":
                return AddCertificate(values);
            case "anchors":
                Require(Certificate.FromDer((byte[])Value(values, "der")!), (byte[])Value(values, "sha256")!);
                break;
            case "policy" when PolicyNames.Normalise((string)Value(values, "name")!, (string)Value(values, "value")!) != (string)Value(values, "value")!:
                throw new JsonException("A policy value that is none.");
            default:
                break;
        }

        bool added = Execute(_table.Purpose is { } purpose ? Sealed(purpose, values) : values);
        if (added && Name == "contacts")
        {
            ContactRows.Index(_session, (string)Value(values, "address")!);
        }

        return added;
    }

    // Through the door that every certificate takes: its look-up columns are computed anew, never believed.
    private bool AddCertificate(IReadOnlyList<object?> values)
    {
        Certificate certificate = Certificate.FromDer((byte[])Value(values, "der")!);
        Require(certificate, (byte[])Value(values, "sha256")!);
        bool added = CertificateRows.IdOf(_session, certificate.Sha256) is null;
        if (added)
        {
            CertificateRows.Insert(_session, certificate);
        }

        if (Value(values, "capabilities") is byte[] capabilities && Value(values, "capabilities_signed_at") is long signedAt)
        {
            _ = CapabilityCodec.Read(capabilities);
            _session.Execute(
                """
                UPDATE certificates SET capabilities = $capabilities, capabilities_signed_at = $at
                WHERE sha256 = $sha256 AND (capabilities_signed_at IS NULL OR capabilities_signed_at < $at)
                """,
                ("$capabilities", capabilities),
                ("$at", signedAt),
                ("$sha256", Columns.Fingerprint(certificate.Sha256)));
        }

        return added;
    }

    private object?[] Sealed(string purpose, IReadOnlyList<object?> values)
    {
        object?[] changed = [.. values];
        byte[] secret = (byte[])Value(values, "sealed")!;
        string id = (string)Value(values, "id")!;
        if (secret.Length > 0)
        {
            RequireFitting(purpose, id, secret);
            changed[Index("key_id")] = _master.Id;
            changed[Index("sealed")] = SealedSecret.Seal(_master, purpose, id, secret);
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(secret);
        }

        return changed;
    }

    private void RequireFitting(string purpose, string id, byte[] secret)
    {
        if (purpose != KeyStore.Purpose)
        {
            using PrivateOperations operations = Pkcs8Reader.Open(secret);
            return;
        }

        byte[]? der = _session.First("SELECT der FROM certificates WHERE sha256 = $sha256", r => r.GetBytes(0), ("$sha256", Columns.Fingerprint(id)));
        if (der is null || !SoftwareKey.Matches(secret, Certificate.FromDer(der)))
        {
            throw new JsonException("A key that does not belong to its certificate.");
        }
    }

    private bool Execute(IReadOnlyList<object?> values)
    {
        (string, object?)[] parameters = [.. values.Select((value, i) => ($"$p{i}", value))];
        return _session.Execute(_insert, parameters) > 0;
    }

    // What is there already is left alone, also in logs, which have no key of their own.
    private string Insert(List<BackupColumn> columns)
    {
        List<string> inserted = [.. columns.Select((column, i) => column.Inserted($"$p{i}"))];
        string same = string.Join(" AND ", columns.Select((column, i) => $"{column.Name} IS {inserted[i]}"));
        IEnumerable<string> conditions = columns.Index().Where(c => c.Item is { NotNull: true, Refers: not null }).Select(c => $"{inserted[c.Index]} IS NOT NULL");
        string absent = _table.Merge is null ? $" AND NOT EXISTS (SELECT 1 FROM {Name} WHERE {same})" : string.Empty;
        return $"""
            INSERT INTO {Name} ({string.Join(", ", columns.Select(c => c.Name))}) SELECT {string.Join(", ", inserted)}
            WHERE {string.Join(" AND ", conditions.Prepend("true"))}{absent}
            ON CONFLICT {_table.Merge ?? "DO NOTHING"}
            """;
    }

    private int Index(string name) => _names.Index().First(n => n.Item == name).Index;

    private object? Value(IReadOnlyList<object?> values, string name) => values[Index(name)];

    private static void Require(Certificate certificate, byte[] sha256)
    {
        if (certificate.Sha256 != Convert.ToHexStringLower(sha256))
        {
            throw new JsonException("A certificate under another's fingerprint.");
        }
    }
}
