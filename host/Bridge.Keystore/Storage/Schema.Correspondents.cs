namespace Bridge.Keystore.Storage;

/// <content>Rules for recipients, and what was chosen and used for each.</content>
internal static partial class Schema
{
    private const string Correspondents = """
        CREATE TABLE recipient_rules (
          subject TEXT NOT NULL PRIMARY KEY,
          rule TEXT NOT NULL CHECK (rule IN ('always', 'ask', 'never')),
          changed_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE recipient_certificates (
          address TEXT NOT NULL PRIMARY KEY,
          chosen BLOB,
          used BLOB,
          used_at INTEGER
        ) STRICT, WITHOUT ROWID;
        """;
}
