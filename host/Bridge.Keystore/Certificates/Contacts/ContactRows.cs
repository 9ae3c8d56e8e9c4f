using Bridge.Keystore.Storage;
using Bridge.Smime.Values;
using Microsoft.Data.Sqlite;

namespace Bridge.Keystore.Certificates.Contacts;

/// <summary>How correspondents stand in the database: one row an address that a harvested or imported certificate names.</summary>
internal static class ContactRows
{
    /// <summary>Most correspondents that a search finds: what a word of one letter may cost.</summary>
    internal const int MostFound = 1000;

    /// <summary>One page in order of address. Own addresses are no correspondents.</summary>
    internal const string Page = $"{Select} WHERE {After}";

    /// <summary>One page of those in whose address or name every word of <c>$words</c> begins a word.</summary>
    internal const string FoundPage = $"""
        {Select}
        WHERE p.id IN (SELECT rowid FROM contact_words WHERE contact_words MATCH $words LIMIT $most) AND {After}
        """;

    private const string Select = """
        SELECT p.address, p.since, (SELECT count(*) FROM addresses a WHERE a.address = p.address),
          EXISTS (SELECT 1 FROM certificate_changes x WHERE x.address = p.address AND x.acknowledged_at IS NULL)
        FROM contacts p
        """;

    // CROSS JOIN keeps the planner from walking through all addresses: own keys are few.
    private const string After = """
        p.address > $after AND p.address NOT IN (SELECT a.address FROM own_keys k CROSS JOIN addresses a ON a.certificate = k.certificate)
        ORDER BY p.address LIMIT $limit
        """;

    internal static Contact Read(SqliteDataReader row) => new(row.GetString(0), row.GetTime(1), row.GetInt32(2), row.GetBoolean(3));

    internal static void Ensure(Session session, string address, DateTimeOffset at)
    {
        session.Execute("INSERT INTO contacts (address, since) VALUES ($address, $at) ON CONFLICT DO NOTHING", ("$address", address), ("$at", at.Store()));
        Index(session, address);
    }

    /// <summary>Drops the correspondent when no harvested or imported certificate is left, and writes its words anew otherwise.</summary>
    internal static void Tidy(Session session, string address)
    {
        if (session.Exists(
            """
            SELECT 1 FROM addresses a JOIN origins o ON o.certificate = a.certificate
            WHERE a.address = $address AND o.origin IN (1, 2)
            """,
            ("$address", address)))
        {
            Index(session, address);
            return;
        }

        session.Execute("DELETE FROM contact_words WHERE rowid = (SELECT id FROM contacts WHERE address = $address)", ("$address", address));
        session.Execute("DELETE FROM contacts WHERE address = $address", ("$address", address));
    }

    /// <summary>Keeps which certificate its owner named for encryption; what an older message says changes nothing.</summary>
    internal static void State(Session session, string address, long certificate, DateTimeOffset signedAt) => session.Execute(
        """
        UPDATE contacts SET stated = $certificate, stated_at = $at
        WHERE address = $address AND (stated_at IS NULL OR stated_at < $at)
        """,
        ("$certificate", certificate),
        ("$at", signedAt.Store()),
        ("$address", MailAddresses.Normalise(address)));

    internal static bool WouldState(Session session, string address, long certificate, DateTimeOffset signedAt) => session.Exists(
        """
        SELECT 1 FROM contacts WHERE address = $address AND stated IS NOT $certificate AND (stated_at IS NULL OR stated_at < $at)
        """,
        ("$certificate", certificate),
        ("$at", signedAt.Store()),
        ("$address", MailAddresses.Normalise(address)));

    /// <summary>What the user typed as a query of the index: each word in quotation marks, as the beginning of a word. Null for nothing to look for.</summary>
    internal static string? Words(string? search)
    {
        string[] words = (search ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> quoted = words.Where(w => w.Any(char.IsLetterOrDigit))
            .Select(w => $"\"{string.Concat(w.Where(c => !char.IsControl(c))).Replace("\"", "\"\"")}\"*");
        return words.Length == 0 ? null : string.Join(' ', quoted);
    }

    /// <summary>Makes a contact findable by its words.</summary>
    internal static void Index(Session session, string address)
    {
        session.Execute("DELETE FROM contact_words WHERE rowid = (SELECT id FROM contacts WHERE address = $address)", ("$address", address));
        session.Execute(
            """
            INSERT INTO contact_words (rowid, address, name)
            SELECT p.id, p.address, group_concat(DISTINCT c.subject) FROM contacts p
            JOIN addresses a ON a.address = p.address JOIN certificates c ON c.id = a.certificate WHERE p.address = $address GROUP BY p.id
            """,
            ("$address", address));
    }
}
