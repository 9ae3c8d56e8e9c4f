namespace Bridge.Keystore.Storage;

internal static partial class Schema
{
    /// <summary>
    /// Modules of tokens, and which own keys lie on which tokens. A key that is on a token alone has an empty secret in
    /// <c>own_keys</c>; one key may be on several tokens.
    /// </summary>
    private const string Tokens = """
        CREATE TABLE token_modules (
          path TEXT NOT NULL PRIMARY KEY,
          added_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE token_keys (
          own_key TEXT NOT NULL REFERENCES own_keys (id) ON DELETE CASCADE,
          module TEXT NOT NULL,
          label TEXT NOT NULL,
          serial TEXT NOT NULL,
          object_id BLOB NOT NULL,
          added_at INTEGER NOT NULL,
          PRIMARY KEY (own_key, module, label, serial)
        ) STRICT, WITHOUT ROWID;
        """;
}
