namespace Bridge.Keystore.Storage;

/// <content>Sub-addresses of which the user said that they are the same mailbox as their plain address.</content>
internal static partial class Schema
{
    private const string Mailboxes = """
        CREATE TABLE same_mailboxes (
          address TEXT NOT NULL PRIMARY KEY,
          since INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """;
}
