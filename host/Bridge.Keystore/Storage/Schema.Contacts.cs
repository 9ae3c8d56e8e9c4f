namespace Bridge.Keystore.Storage;

/// <content>
/// Correspondents over the years. What is (<c>contacts</c>, <c>certificate_changes</c>, <c>comparisons</c>) is kept apart from what
/// happened (<c>contact_events</c>, to which is only added), and what the user removed stays restorable for a while.
/// Certificates are named by their fingerprint where the fact must outlive them.
/// </content>
internal static partial class Schema
{
    private const string Contacts = """
        ALTER TABLE origins ADD COLUMN message_at INTEGER;
        ALTER TABLE origins ADD COLUMN last_message_id TEXT;
        ALTER TABLE origins ADD COLUMN last_message_at INTEGER;

        CREATE TABLE contacts (
          id INTEGER PRIMARY KEY,
          address TEXT NOT NULL UNIQUE,
          since INTEGER NOT NULL,
          stated INTEGER REFERENCES certificates (id) ON DELETE SET NULL,
          stated_at INTEGER
        ) STRICT;
        CREATE INDEX contacts_stated ON contacts (stated) WHERE stated IS NOT NULL;

        CREATE VIRTUAL TABLE contact_words USING fts5(
          address, name, content='', contentless_delete=1, prefix='1 2 3', tokenize='unicode61 remove_diacritics 2');

        CREATE TABLE contact_events (
          id INTEGER PRIMARY KEY,
          address TEXT NOT NULL,
          event TEXT NOT NULL,
          certificate BLOB,
          other BLOB,
          at INTEGER NOT NULL,
          message_id TEXT,
          message_at INTEGER
        ) STRICT;
        CREATE INDEX contact_events_address ON contact_events (address, id);

        CREATE TABLE certificate_changes (
          address TEXT NOT NULL,
          certificate BLOB NOT NULL,
          previous BLOB NOT NULL,
          what TEXT NOT NULL,
          at INTEGER NOT NULL,
          acknowledged_at INTEGER,
          PRIMARY KEY (address, certificate)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX certificate_changes_open ON certificate_changes (address) WHERE acknowledged_at IS NULL;

        CREATE TABLE comparisons (
          address TEXT NOT NULL,
          certificate BLOB NOT NULL,
          at INTEGER NOT NULL,
          PRIMARY KEY (address, certificate)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE removed_certificates (
          sha256 BLOB NOT NULL PRIMARY KEY,
          der BLOB NOT NULL,
          capabilities BLOB,
          capabilities_signed_at INTEGER,
          removed_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX removed_certificates_time ON removed_certificates (removed_at);

        CREATE TABLE removed_origins (
          certificate BLOB NOT NULL REFERENCES removed_certificates (sha256) ON DELETE CASCADE,
          origin INTEGER NOT NULL,
          first_seen INTEGER NOT NULL,
          last_seen INTEGER NOT NULL,
          message_id TEXT,
          message_at INTEGER,
          last_message_id TEXT,
          last_message_at INTEGER,
          PRIMARY KEY (certificate, origin)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE removed_addresses (
          certificate BLOB NOT NULL REFERENCES removed_certificates (sha256) ON DELETE CASCADE,
          address TEXT NOT NULL,
          since INTEGER NOT NULL,
          chosen INTEGER NOT NULL,
          stated_at INTEGER,
          PRIMARY KEY (certificate, address)
        ) STRICT, WITHOUT ROWID;

        INSERT INTO contacts (address, since)
          SELECT a.address, min(o.first_seen) FROM addresses a JOIN origins o ON o.certificate = a.certificate
          WHERE o.origin IN (1, 2) GROUP BY a.address;
        INSERT INTO contact_words (rowid, address, name)
          SELECT p.id, p.address, group_concat(DISTINCT c.subject) FROM contacts p
          JOIN addresses a ON a.address = p.address JOIN certificates c ON c.id = a.certificate GROUP BY p.id;
        INSERT INTO contact_events (address, event, certificate, at, message_id)
          SELECT a.address, iif(o.origin = 1, 'harvested', 'imported'), c.sha256, o.first_seen, o.message_id
          FROM origins o JOIN certificates c ON c.id = o.certificate JOIN addresses a ON a.certificate = c.id
          WHERE o.origin IN (1, 2) ORDER BY o.first_seen;
        """;
}
