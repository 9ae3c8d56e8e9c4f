using System.Text;
using Bridge.Keystore.Certificates;
using Bridge.Keystore.Certificates.Contacts;
using Bridge.Keystore.Own;
using Bridge.Keystore.Tests.Support;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;
using Bridge.TestKit;
using Microsoft.Data.Sqlite;

namespace Bridge.Keystore.Tests;

public sealed class CertificateStoreTests : IDisposable
{
    private static readonly DateTimeOffset s_seen = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ForgedIdentity s_root = CertificateForge.Authority("Directory Root");
    private static readonly ForgedIdentity s_authority = CertificateForge.Authority("Directory CA", parent: s_root);
    private static readonly ForgedIdentity s_bob = CertificateForge.Issue(s_authority, "Bob@Example.org");
    private static readonly SmimeCapabilities s_gcm = new([new SmimeCapability("2.16.840.1.101.3.4.1.46", ReadOnlyMemory<byte>.Empty)]);
    private static readonly SmimeCapabilities s_rc2 = new([new SmimeCapability("1.2.840.113549.3.2", new byte[] { 2, 2, 0, 128 })]);

    private readonly TestFolder _folder = new();
    private readonly KeystoreHome _home;

    public CertificateStoreTests() => _home = _folder.Open();

    private CertificateStore Store => _home.Certificates;

    public void Dispose()
    {
        _home.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Harvested_signer_is_found_by_every_name_with_where_it_came_from()
    {
        Store.Learn(Learned(s_bob, s_seen, s_gcm, "<one@example.org>"));
        StoredCertificate stored = Assert.Single(Store.FindByAddress("bob@EXAMPLE.org"));
        Assert.Equal((s_bob.Certificate, CertificateOrigin.Harvested, s_seen, s_seen, "<one@example.org>"), (stored.Certificate, stored.Origin, stored.FirstSeen, stored.LastSeen, stored.SourceMessageId));
        Assert.True(stored.Capabilities!.Has("2.16.840.1.101.3.4.1.46"));
        Certificate c = s_bob.Certificate;
        Assert.Equal(c, Assert.Single(Store.Find(CertificateIdentifier.ByIssuerAndSerial(c.IssuerDer, c.SerialNumber))));
        Assert.Equal(c, Assert.Single(Store.Find(CertificateIdentifier.BySubjectKeyIdentifier(c.SubjectKeyIdentifier!.Value))));
        Assert.Equal(c, Store.FindByFingerprint(c.Sha256)?.Certificate);
        Assert.Equal(s_authority.Certificate, Assert.Single(Store.FindBySubject(c.IssuerDer)));
        Assert.Empty(Store.FindByAddress("carol@example.org"));
        Assert.Null(Store.FindByFingerprint("no such"));
    }

    [Fact]
    public void Newer_signed_message_wins_for_capabilities_and_an_older_one_changes_nothing()
    {
        Store.Learn(Learned(s_bob, s_seen, s_gcm));
        Store.Learn(Learned(s_bob, s_seen.AddDays(2), s_rc2, signedAt: s_seen.AddDays(-1)));
        Assert.Equal(s_seen, Store.FindByAddress("bob@example.org")[0].CapabilitiesSignedAt);
        Store.Learn(Learned(s_bob, s_seen.AddDays(3), s_rc2));
        StoredCertificate stored = Store.FindByAddress("bob@example.org")[0];
        Assert.Equal([2, 2, 0, 128], stored.Capabilities!.Items[0].Parameters.ToArray());
        Assert.Equal((s_seen, s_seen.AddDays(3)), (stored.FirstSeen, stored.LastSeen));
        Store.Learn(Learned(s_bob, s_seen.AddDays(4), null));
        Assert.NotNull(Store.FindByAddress("bob@example.org")[0].Capabilities);
    }

    [Fact]
    public void Signing_time_in_the_future_does_not_keep_later_messages_out()
    {
        Store.Learn(Learned(s_bob, s_seen, s_rc2, signedAt: s_seen.AddYears(50)));
        Store.Learn(Learned(s_bob, s_seen.AddDays(1), s_gcm));
        Assert.True(Store.FindByAddress("bob@example.org")[0].Capabilities!.Has("2.16.840.1.101.3.4.1.46"));
    }

    [Fact]
    public void Harvested_and_imported_stay_two_facts()
    {
        Store.Learn(Learned(s_bob, s_seen, null, "<one@example.org>"));
        Assert.Equal(0, Store.Import(s_bob.Certificate.Der, "bob.cer").Added);
        StoredCertificate stored = Store.FindByAddress("bob@example.org")[0];
        Assert.Equal((CertificateOrigin.Imported, s_seen, "<one@example.org>"), (stored.Origin, stored.FirstSeen, stored.SourceMessageId));
        Assert.Equal([CertificateOrigin.Harvested, CertificateOrigin.Imported], Store.History(s_bob.Certificate.Sha256).Select(s => s.Origin));
    }

    [Fact]
    public void Several_certificates_of_an_address_come_newest_first_and_none_replaces_another()
    {
        ForgedIdentity older = CertificateForge.Issue(s_authority, "bob@example.org", options: new ForgeOptions { NotBefore = DateTimeOffset.UtcNow.AddDays(-200) });
        Store.Learn([Learned(older, s_seen, null), Learned(s_bob, s_seen, null)]);
        Assert.Equal([s_bob.Certificate, older.Certificate], Store.FindByAddress("bob@example.org").Select(s => s.Certificate));
    }

    [Fact]
    public void Seeing_the_same_again_at_once_writes_nothing()
    {
        Store.Learn(Learned(s_bob, s_seen, s_gcm));
        long before = Changes();
        Store.Learn(Learned(s_bob, s_seen.AddMinutes(5), s_gcm, signedAt: s_seen.AddMinutes(5)));
        Assert.Equal(before, Changes());
        Store.Learn(Learned(s_bob, s_seen.AddHours(2), s_gcm, signedAt: s_seen));
        Assert.NotEqual(before, Changes());
    }

    [Fact]
    public void Addresses_of_the_subject_count_only_without_an_alternative_name()
    {
        ForgedIdentity old = CertificateForge.Issue(s_authority, "x", options: new ForgeOptions { Addresses = [], SubjectAddress = "Old@Example.org" });
        ForgedIdentity both = CertificateForge.Issue(s_authority, "new@example.org", options: new ForgeOptions { SubjectAddress = "hidden@example.org" });
        Store.Add([old.Certificate, both.Certificate], CertificateOrigin.Imported);
        Assert.Single(Store.FindByAddress("old@example.org"));
        Assert.Empty(Store.FindByAddress("hidden@example.org"));
        Assert.Equal(["new@example.org"], Store.AddressesOf(both.Certificate.Sha256));
    }

    [Theory]
    [InlineData("DER")]
    [InlineData("PEM")]
    [InlineData("P7B")]
    [InlineData("P7B-PEM")]
    [InlineData("BASE64")]
    public void Certificates_are_imported_from_every_form(string form)
    {
        byte[] file = form switch
        {
            "DER" => s_bob.Certificate.Der.ToArray(),
            "PEM" => Encoding.ASCII.GetBytes("Comment\n" + Forged.Pem(s_bob.Certificate) + Forged.Pem(s_authority.Certificate)),
            "BASE64" => Encoding.ASCII.GetBytes(Convert.ToBase64String(s_bob.Certificate.Der.Span, Base64FormattingOptions.InsertLineBreaks)),
            _ => Pkcs7(form == "P7B" ? "DER" : "PEM"),
        };
        CertificateImport import = Store.Import(file, "file");
        Assert.Equal(import.Certificates.Count, import.Added);
        Assert.Equal(form is "DER" or "BASE64" ? 1 : 2, import.Added);
        Assert.Single(Store.FindByAddress("bob@example.org"));
    }

    [Fact]
    public void File_without_certificates_is_refused_and_a_damaged_one_stores_nothing()
    {
        Forged.Refused("file-unreadable", () => Store.Import("nothing here"u8.ToArray(), "notes.txt"));
        string half = Forged.Pem(s_bob.Certificate) + "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
        Forged.Refused("file-unreadable", () => Store.Import(Encoding.ASCII.GetBytes(half), "half.pem"));
        Assert.Equal(0, Store.List(null, 0, 1).Total);
    }

    [Fact]
    public void Listing_has_pages_search_and_no_own_certificates()
    {
        Store.Add([.. Enumerable.Range(0, 7).Select(i => CertificateForge.Issue(s_authority, $"p{i}_x@example.org").Certificate), s_bob.Certificate], CertificateOrigin.Harvested);
        _home.Keys.Import(Forged.File(CertificateForge.Issue(s_authority, "me@example.org"), withIssuer: false), "me.pem", default);
        CertificatePage page = Store.List(null, 2, 3);
        Assert.Equal((3, 8), (page.Certificates.Count, page.Total));
        Assert.Equal(8, Enumerable.Range(0, 4).SelectMany(i => Store.List(null, i * 2, 2).Certificates).Select(c => c.Certificate).Distinct().Count());
        Assert.Equal(1, Store.List("BOB@", 0, 10).Total);
        Assert.Equal(7, Store.List("_x@", 0, 10).Total);
        Assert.Equal(0, Store.List("%", 0, 10).Total);
        Assert.Equal(0, Store.List("me@example.org", 0, 10).Total);
    }

    [Fact]
    public void Removing_a_certificate_leaves_an_own_key_whole()
    {
        ForgedIdentity me = CertificateForge.Issue(s_authority, "me@example.org");
        _home.Keys.Import(Forged.File(me), "me.pem", default);
        Store.Learn(Learned(me, s_seen, s_gcm));
        Store.Learn(Learned(s_bob, s_seen, null));
        Store.Remove(me.Certificate.Sha256);
        Store.Remove(s_bob.Certificate.Sha256);
        Assert.Empty(Store.FindByAddress("bob@example.org"));
        Assert.Equal(CertificateOrigin.Own, Store.FindByFingerprint(me.Certificate.Sha256)?.Origin);
        Assert.Single(_home.Keys.List());
        Forged.Refused("certificate-unknown", () => Store.Remove(s_bob.Certificate.Sha256));
        _home.CheckIntegrity();
    }

    /// <summary>Look-ups stay flat with a million certificates because none of them scans.</summary>
    [Theory]
    [InlineData("SELECT der FROM certificates WHERE issuer_serial = x'00' ORDER BY not_before DESC LIMIT 200")]
    [InlineData("SELECT der FROM certificates WHERE subject_key = x'00' ORDER BY not_before DESC LIMIT 200")]
    [InlineData("SELECT der FROM certificates WHERE key_identifier = x'00' ORDER BY not_before DESC LIMIT 200")]
    [InlineData(CertificateRows.Select + " WHERE c.sha256 = x'00' GROUP BY c.id")]
    [InlineData(CertificateRows.SelectByAddress)]
    [InlineData(ContactRows.Page)]
    [InlineData(ContactRows.FoundPage)]
    [InlineData(CertificateChanges.SelectOpen)]
    [InlineData(ContactEvents.SelectNewest)]
    [InlineData(CertificateChanges.SelectEarlier)]
    [InlineData(OwnKeysOf.SelectAddresses)]
    [InlineData(OwnKeyRows.Select)]
    [InlineData(OwnKeyRows.Select + " JOIN addresses x ON x.certificate = c.id WHERE x.address = $address")]
    public void Lookups_go_through_an_index(string sql)
    {
        using SqliteConnection connection = new($"Data Source={_folder.Database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        foreach (string parameter in new[] { "$address", "$after", "$limit", "$words", "$most", "$except" }.Where(p => sql.Contains(p, StringComparison.Ordinal)))
        {
            command.Parameters.AddWithValue(parameter, parameter == "$words" ? "bob" : 1);
        }

        using SqliteDataReader reader = command.ExecuteReader();
        List<string> plan = [];
        while (reader.Read())
        {
            plan.Add(reader.GetString(3));
        }

        Assert.NotEmpty(plan);
        // Own keys and identities are few, and the words are found by the full-text index.
        string[] few = ["SCAN k", "SCAN identities", "SCAN contact_words VIRTUAL TABLE INDEX"];
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal) && !few.Any(f => step.StartsWith(f, StringComparison.Ordinal)));
    }

    private static HarvestedCertificate Learned(ForgedIdentity signer, DateTimeOffset seen, SmimeCapabilities? capabilities, string? message = null, DateTimeOffset? signedAt = null) =>
        new(signer.Certificate, signer.Certificate.Addresses, [s_authority.Certificate], capabilities, signedAt ?? seen, seen, message);

    private byte[] Pkcs7(string format)
    {
        string pem = _folder.Beside("chain.pem"), target = _folder.Beside("chain.p7b");
        File.WriteAllText(pem, Forged.Pem(s_bob.Certificate) + Forged.Pem(s_authority.Certificate));
        Tool.Run("openssl", "crl2pkcs7", "-nocrl", "-certfile", pem, "-outform", format, "-out", target);
        return File.ReadAllBytes(target);
    }

    private long Changes()
    {
        using SqliteConnection connection = new($"Data Source={_folder.Database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT sum(last_seen) + sum(length(coalesce(message_id, ''))) + (SELECT sum(coalesce(capabilities_signed_at, 0)) FROM certificates) FROM origins";
        return (long)command.ExecuteScalar()!;
    }
}
