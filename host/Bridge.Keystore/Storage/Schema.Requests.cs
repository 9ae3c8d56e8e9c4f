namespace Bridge.Keystore.Storage;

/// <content>Keys that were made here and wait for their certificate.</content>
internal static partial class Schema
{
    private const string Requests = """
        CREATE TABLE key_requests (
          id TEXT NOT NULL PRIMARY KEY,
          address TEXT NOT NULL,
          name TEXT,
          algorithm TEXT NOT NULL,
          exportable INTEGER NOT NULL,
          request BLOB NOT NULL,
          key_id TEXT NOT NULL,
          sealed BLOB NOT NULL,
          created_at INTEGER NOT NULL
        ) STRICT;
        """;
}
