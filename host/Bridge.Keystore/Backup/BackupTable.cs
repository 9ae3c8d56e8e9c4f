using Bridge.Keystore.Requests;
using Bridge.Keystore.Storage;

namespace Bridge.Keystore.Backup;

/// <summary>One table of the keystore, as backups know it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Filter">Which rows are in a backup; all when null.</param>
/// <param name="Purpose">What the secret in its column <c>sealed</c> is bound to; null for a table without secrets.</param>
/// <param name="Merge">How a row joins one of the same key that is there already; null leaves that one alone.</param>
internal sealed record BackupTable(string Name, string? Filter = null, string? Purpose = null, string? Merge = null)
{
    /// <summary>Own keys that a backup holds: those that may leave, and those whose secret is on a token anyway.</summary>
    internal const string Leaving = "(exportable <> 0 OR length(sealed) = 0)";

    /// <summary>In an order in which every row finds what it refers to.</summary>
    internal static IReadOnlyList<BackupTable> All { get; } =
    [
        new("certificates"),
        new("addresses"),
        new("origins", Merge: "DO UPDATE SET first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen)"),
        new("own_keys", Filter: Leaving, Purpose: KeyStore.Purpose),
        new("key_requests", Filter: "exportable <> 0", Purpose: RequestRows.Purpose),
        new("token_keys"),
        new("key_events"),
        new("identities"),
        new("anchors"),
        new("policy"),
        new("recipient_rules"),
        new("recipient_certificates"),
        new("same_mailboxes"),
        new("contacts"),
        new("contact_events"),
        new("certificate_changes"),
        new("comparisons"),
        // Those that the user put in; fetched ones are fetched again.
        new("crls", Filter: "source IS NULL"),
        new("verifications", Merge: "DO UPDATE SET first_valid = min(first_valid, excluded.first_valid)"),
    ];

    /// <summary>
    /// What a backup leaves out: the machine's own protection of the master key and modules of tokens (libraries, which nothing but the user adds), a
    /// cache, an index, and what the user removed.
    /// </summary>
    internal static IReadOnlyList<string> LeftOut { get; } =
        ["vault", "token_modules", "ocsp", "contact_words", "removed_addresses", "removed_certificates", "removed_origins"];

    /// <summary>The columns that travel. Row numbers do not: a keystore gives its own.</summary>
    internal List<BackupColumn> Columns(Session session)
    {
        Dictionary<string, (string Table, string Column)> references = session.Query(
            """SELECT "from", "table", "to" FROM pragma_foreign_key_list($table)""",
            r => KeyValuePair.Create(r.GetString(0), (r.GetString(1), r.GetString(2))),
            ("$table", Name)).ToDictionary();
        return
        [
            .. session.Query(
                """SELECT name, "notnull" FROM pragma_table_info($table) WHERE NOT (type = 'INTEGER' AND pk = 1 AND name = 'id')""",
                r => new BackupColumn(
                    r.GetString(0),
                    r.GetBoolean(1),
                    references.TryGetValue(r.GetString(0), out (string Table, string Column) to) ? to : null),
                ("$table", Name)),
        ];
    }
}

/// <summary>A column, and what it refers to. A row number of a certificate travels as that certificate's fingerprint.</summary>
internal sealed record BackupColumn(string Name, bool NotNull, (string Table, string Column)? Refers)
{
    /// <summary>What to select, of the table called <c>t</c>.</summary>
    internal string Selected => Refers is ("certificates", "id") ? $"(SELECT sha256 FROM certificates WHERE id = t.{Name})" : $"t.{Name}";

    /// <summary>What to insert for a parameter: null when what it refers to is not there.</summary>
    internal string Inserted(string parameter) => Refers switch
    {
        ("certificates", "id") => $"(SELECT id FROM certificates WHERE sha256 = {parameter})",
        var (table, column) => $"(SELECT {column} FROM {table} WHERE {column} = {parameter})",
        null => parameter,
    };
}
