using System.Diagnostics;
using System.Globalization;
using Bridge.Keystore.Tests.Support;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;
using Bridge.TestKit;
using Microsoft.Data.Sqlite;

namespace Bridge.Keystore.Tests.Storage;

/// <summary>
/// Everything that is looked up while mail is read, written and managed, in a keystore with many correspondents.
/// <c>BRIDGE_SCALE</c> says how many (10,000 by default); the figures are printed, the query plans are tested elsewhere.
/// </summary>
public sealed class ScaleTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lookups_find_the_right_ones_among_many()
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("BRIDGE_SCALE") ?? "10000", CultureInfo.InvariantCulture);
        using KeystoreHome home = _folder.Open();
        ForgedIdentity authority = CertificateForge.Authority("Scale CA");
        Certificate real = CertificateForge.Issue(authority, "real@example.org", options: new ForgeOptions { CommonName = "Real Person" }).Certificate;
        home.Certificates.Learn(new HarvestedCertificate(real, real.Addresses, [authority.Certificate], null, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow, "<m@example.org>"));
        Populate(count);
        // Other addresses than the ones it was warmed up with: answers are kept for a while.
        Measure(count, "50 addresses", round => Assert.All(
            Enumerable.Range(0, 50), i => Assert.Single(home.Certificates.FindByAddress($"p{(i * (count / 50)) + round}@firm.example"))));
        Measure(count, "fingerprint", () => Assert.Equal(real, home.Certificates.FindByFingerprint(real.Sha256)?.Certificate));
        Measure(count, "issuer and serial", () => Assert.Equal(real, Assert.Single(home.Certificates.Find(CertificateIdentifier.ByIssuerAndSerial(real.IssuerDer, real.SerialNumber)))));
        Measure(count, "key identifier", () => Assert.Equal(real, Assert.Single(home.Certificates.Find(CertificateIdentifier.BySubjectKeyIdentifier(real.SubjectKeyIdentifier!.Value)))));
        Measure(count, "first page", () => Assert.Equal(50, home.Contacts.List(null, null, 50).Contacts.Count));
        Measure(count, "page in the middle", () => Assert.Equal(50, home.Contacts.List(null, "p5", 50).Contacts.Count));
        Measure(count, "search for a name", () => Assert.Equal("real@example.org", Assert.Single(home.Contacts.List("pers real", null, 50).Contacts).Address));
        Measure(count, "search for a letter", () => Assert.True(home.Contacts.List("p", null, 50).Cut));
        Measure(count, "history", () => Assert.Single(home.Contacts.Show("real@example.org").Events));
        Measure(count, "remove and restore", () =>
        {
            home.Certificates.Remove(real.Sha256);
            home.Contacts.Restore(real.Sha256);
        });
    }

    private void Populate(int count)
    {
        using SqliteConnection connection = new($"Data Source={_folder.Database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = $"""
            PRAGMA synchronous=OFF;
            BEGIN;
            CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {count - 1}) SELECT i FROM n;
            INSERT INTO certificates (id, sha256, der, issuer_serial, subject_key, key_identifier, not_before, not_after, subject)
              SELECT 1000 + i, randomblob(32), (SELECT der FROM certificates WHERE id = 1), randomblob(16), randomblob(16), randomblob(16), 1, 2,
                'CN=Somebody ' || i || ' Name' || (i % 5000) FROM n;
            INSERT INTO origins (certificate, origin, first_seen, last_seen) SELECT 1000 + i, 1, 1, 2 FROM n;
            INSERT INTO addresses (address, certificate) SELECT 'p' || i || '@firm.example', 1000 + i FROM n;
            INSERT INTO contacts (id, address, since) SELECT 1000 + i, 'p' || i || '@firm.example', 1 FROM n;
            INSERT INTO contact_words (rowid, address, name) SELECT 1000 + i, 'p' || i || '@firm.example', 'CN=Somebody ' || i || ' Name' || (i % 5000) FROM n;
            INSERT INTO contact_events (address, event, certificate, at) SELECT a.address, 'harvested', c.sha256, 1
              FROM certificates c JOIN addresses a ON a.certificate = c.id WHERE c.id >= 1000;
            COMMIT;
            """;
        command.ExecuteNonQuery();
    }

    private static void Measure(int count, string what, Action look) => Measure(count, what, _ => look());

    private static void Measure(int count, string what, Action<int> look)
    {
        look(0);
        long started = Stopwatch.GetTimestamp();
        look(1);
        Figures.Print(string.Create(CultureInfo.InvariantCulture, $"{count} correspondents, {what}: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F2} ms"));
    }
}
