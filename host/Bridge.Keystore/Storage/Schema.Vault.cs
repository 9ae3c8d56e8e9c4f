namespace Bridge.Keystore.Storage;

/// <content>The master key can be moved between vaults, and opened by a passphrase.</content>
internal static partial class Schema
{
    private const string VaultMoves = """
        ALTER TABLE vault ADD COLUMN other TEXT;
        ALTER TABLE vault ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE vault ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE vault ADD COLUMN failed_at INTEGER;
        """;
}
