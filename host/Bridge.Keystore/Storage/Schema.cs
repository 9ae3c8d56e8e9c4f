namespace Bridge.Keystore.Storage;

/// <summary>
/// The schema, one step a version; a step that has been released never changes. Names and identifiers are looked up
/// through 16-byte digests (see <see cref="LookupKey"/>), addresses in normal form.
/// </summary>
internal static partial class Schema
{
    /// <summary>"SMBR": says that the file is this product's.</summary>
    internal const int ApplicationId = 0x534D4252;

    internal static IReadOnlyList<string> Migrations { get; } = [Version1, Correspondents, Contacts, Requests, Tokens, VaultMoves, Mailboxes, DirectTrust];

    private const string Version1 = """
        CREATE TABLE vault (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          kind TEXT NOT NULL,
          key_id TEXT NOT NULL,
          created_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE certificates (
          id INTEGER PRIMARY KEY,
          sha256 BLOB NOT NULL UNIQUE,
          der BLOB NOT NULL,
          issuer_serial BLOB NOT NULL,
          subject_key BLOB NOT NULL,
          key_identifier BLOB,
          not_before INTEGER NOT NULL,
          not_after INTEGER NOT NULL,
          subject TEXT NOT NULL,
          capabilities BLOB,
          capabilities_signed_at INTEGER
        ) STRICT;
        CREATE INDEX certificates_issuer_serial ON certificates (issuer_serial);
        CREATE INDEX certificates_subject ON certificates (subject_key, not_before);
        CREATE INDEX certificates_key_identifier ON certificates (key_identifier) WHERE key_identifier IS NOT NULL;

        CREATE TABLE addresses (
          address TEXT NOT NULL,
          certificate INTEGER NOT NULL REFERENCES certificates (id) ON DELETE CASCADE,
          PRIMARY KEY (address, certificate)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX addresses_certificate ON addresses (certificate);

        CREATE TABLE origins (
          certificate INTEGER NOT NULL REFERENCES certificates (id) ON DELETE CASCADE,
          origin INTEGER NOT NULL,
          first_seen INTEGER NOT NULL,
          last_seen INTEGER NOT NULL,
          message_id TEXT,
          PRIMARY KEY (certificate, origin)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE own_keys (
          id TEXT NOT NULL PRIMARY KEY,
          certificate INTEGER NOT NULL UNIQUE REFERENCES certificates (id) ON DELETE RESTRICT,
          key_id TEXT NOT NULL,
          sealed BLOB NOT NULL,
          name TEXT,
          origin TEXT NOT NULL,
          exportable INTEGER NOT NULL,
          added_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE key_events (
          id INTEGER PRIMARY KEY,
          own_key TEXT NOT NULL,
          event TEXT NOT NULL,
          at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE identities (
          address TEXT NOT NULL PRIMARY KEY,
          signing_key TEXT REFERENCES own_keys (id) ON DELETE SET NULL,
          encryption_key TEXT REFERENCES own_keys (id) ON DELETE SET NULL,
          sign_by_default INTEGER NOT NULL,
          encrypt_by_default INTEGER NOT NULL,
          include_certificates INTEGER NOT NULL,
          form TEXT NOT NULL
        ) STRICT;

        CREATE TABLE anchors (
          sha256 BLOB NOT NULL PRIMARY KEY,
          der BLOB NOT NULL,
          subject_key BLOB NOT NULL,
          added_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX anchors_subject ON anchors (subject_key);

        CREATE TABLE policy (
          name TEXT NOT NULL PRIMARY KEY,
          value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE crls (
          sha256 BLOB NOT NULL PRIMARY KEY,
          der BLOB NOT NULL,
          issuer_key BLOB NOT NULL,
          scope BLOB NOT NULL,
          number BLOB,
          this_update INTEGER NOT NULL,
          next_update INTEGER,
          source TEXT,
          fetched_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX crls_issuer ON crls (issuer_key, scope);

        CREATE TABLE ocsp (
          certificate BLOB NOT NULL PRIMARY KEY,
          response BLOB NOT NULL,
          fetched_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE verifications (
          signature BLOB NOT NULL,
          certificate BLOB NOT NULL,
          first_valid INTEGER NOT NULL,
          PRIMARY KEY (signature, certificate)
        ) STRICT, WITHOUT ROWID;
        """;
}
