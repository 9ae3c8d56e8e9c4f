using System.Security.Cryptography;
using Bridge.Keystore.Backup;
using Bridge.Keystore.Own;
using Bridge.Keystore.Requests;
using Bridge.Keystore.Tests.Support;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Sending;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests;

/// <summary>A keystore as one file, and back into others.</summary>
public sealed class BackupTests : IDisposable
{
    private const string Passphrase = "Sicherung, außer Haus 9";

    private static readonly DateTimeOffset s_now = DateTimeOffset.UtcNow;
    private static readonly ForgedIdentity s_authority = CertificateForge.Authority("Backup CA");
    private static readonly ForgedIdentity s_alice = CertificateForge.Issue(s_authority, "alice@example.org", KeyAlgorithm.Rsa);
    private static readonly ForgedIdentity s_bob = CertificateForge.Issue(s_authority, "bob@example.org");

    private readonly TestFolder _folder = new();
    private readonly TestFolder _other = new();

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Everything_is_there_again_in_a_keystore_with_another_master_key()
    {
        using KeystoreHome home = Filled();
        PendingRequest pending = home.Requests.Create("new@example.org", "New", RequestAlgorithm.P256);
        byte[] file = Write(home, out BackupReport written);
        Assert.Equal((1L, 0L, 3L), (written.Keys, written.LeftOut, written.Certificates));

        using KeystoreHome again = _other.Open();
        RestoreReport restored = Restore(again, file);
        Assert.All(restored.Counts, kind => Assert.True(kind.Value is { Added: > 0, Present: 0 }, kind.Key));
        StoredKey key = Assert.Single(again.Keys.ListStored());
        Assert.Equal((s_alice.Certificate, "alice.pem"), (key.Key.Certificate, key.Origin));
        Assert.Equal(s_alice.Pkcs8, again.Keys.OpenSecret(key.Key.Id).Span.ToArray());
        Assert.Equal(["imported"], again.Keys.Events(key.Key.Id).Select(e => e.What));
        Assert.Equal(home.Certificates.History(s_bob.Certificate.Sha256), again.Certificates.History(s_bob.Certificate.Sha256));
        StoredCertificate bob = Assert.Single(again.Certificates.FindByAddress("bob@example.org"));
        Assert.Equal(("<m1@example.org>", 1), (bob.SourceMessageId, bob.Capabilities!.Items.Count));
        Assert.Equal(home.Identities.Find("alice@example.org"), again.Identities.Find("alice@example.org"));
        Assert.Equal(s_authority.Certificate, Assert.Single(again.Anchors.List()).Certificate);
        Assert.Equal(home.Policy.Values(), again.Policy.Values());
        Assert.Equal(pending.Pem, Assert.Single(again.Requests.List()).Pem);
        Assert.NotEqual(File.ReadAllText(_folder.KeyFile), File.ReadAllText(_other.KeyFile));
        again.CheckIntegrity();
    }

    [Fact]
    public void Restoring_twice_and_into_its_own_keystore_changes_nothing()
    {
        using KeystoreHome home = Filled();
        byte[] file = Write(home, out _);
        RestoreReport own = Restore(home, file);
        Assert.All(own.Counts, kind => Assert.Equal(0, kind.Value.Added));
        using KeystoreHome again = _other.Open();
        Restore(again, file);
        Assert.All(Restore(again, file).Counts, kind => Assert.Equal(0, kind.Value.Added));
        Assert.Single(again.Keys.Events(s_alice.Certificate.Sha256));
    }

    [Fact]
    public void What_was_decided_here_stays_and_is_counted()
    {
        using KeystoreHome home = Filled();
        byte[] file = Write(home, out _);
        using KeystoreHome again = _other.Open();
        again.Identities.Set(new Identity("alice@example.org", EncryptByDefault: true));
        again.Policy.Set("network.enabled", "true");
        again.Certificates.Add([s_bob.Certificate], CertificateOrigin.Imported);
        RestoreReport restored = Restore(again, file);
        Assert.Equal(new RestoreCount(0, 1), restored.Counts["identities"]);
        Assert.Equal(new RestoreCount(0, 1), restored.Counts["policy"]);
        Assert.Equal(new RestoreCount(2, 1), restored.Counts["certificates"]);
        Assert.True(again.Identities.Find("alice@example.org") is { EncryptByDefault: true, SignByDefault: false });
        Assert.Equal("true", again.Policy.Values()["network.enabled"]);
        Assert.Equal(
            [CertificateOrigin.Harvested, CertificateOrigin.Imported],
            again.Certificates.History(s_bob.Certificate.Sha256).Select(h => h.Origin).Order());
    }

    [Fact]
    public void Wrong_passphrase_is_told_before_anything_is_read()
    {
        using KeystoreHome home = Filled();
        using SealedBackup backup = KeystoreBackup.Open(new MemoryStream(Write(home, out _)));
        Forged.Refused("passphrase-wrong", () => backup.Unlock("Sicherung"));
        backup.Unlock(Passphrase);
    }

    [Fact]
    public void Altered_or_cut_off_backup_is_refused_and_nothing_changed()
    {
        using KeystoreHome home = Filled();
        home.Certificates.Add([.. Enumerable.Range(0, 150).Select(i => CertificateForge.Issue(s_authority, $"many{i}@example.org").Certificate)], CertificateOrigin.Imported);
        byte[] file = Write(home, out _);
        const int Header = 74;
        Assert.True(file.Length > Header + (2 * BackupChunks.Sealed));
        using KeystoreHome again = _other.Open();
        List<byte[]> damaged =
        [
            .. new[] { Header + 5, Header + BackupChunks.Sealed + 100, file.Length - 1 }.Select(at => Altered(file, at)),
            .. new[] { Header, Header + 3, Header + BackupChunks.Sealed, Header + (2 * BackupChunks.Sealed), file.Length - 1 }.Select(length => file[..length]),
            [.. file, 0],
            // The second chunk twice, and the first two exchanged.
            [.. file[..(Header + (2 * BackupChunks.Sealed))], .. file[(Header + BackupChunks.Sealed)..]],
            [.. file[..Header], .. file[(Header + BackupChunks.Sealed)..(Header + (2 * BackupChunks.Sealed))], .. file[Header..(Header + BackupChunks.Sealed)], .. file[(Header + (2 * BackupChunks.Sealed))..]],
        ];
        foreach (byte[] one in damaged)
        {
            Forged.Refused("backup-damaged", () => Restore(again, one));
            Assert.Empty(again.Keys.List());
            Assert.Equal(0, again.Certificates.List(null, 0, 1).Total);
        }

        Restore(again, file);
        Assert.Equal(150, again.Certificates.List("many", 0, 1).Total);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----")]
    public void File_that_is_no_backup_is_refused(string content) =>
        Forged.Refused("backup-unreadable", () => KeystoreBackup.Open(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(content))));

    [Fact]
    public void Header_that_asks_for_too_much_and_one_of_a_newer_version_are_refused()
    {
        using KeystoreHome home = Filled();
        byte[] file = Write(home, out _);
        byte[] greedy = [.. file], newer = [.. file];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(greedy.AsSpan(18), int.MaxValue);
        newer[17] = 9;
        Forged.Refused("backup-unreadable", () => KeystoreBackup.Open(new MemoryStream(greedy)));
        Forged.Refused("backup-newer", () => KeystoreBackup.Open(new MemoryStream(newer)));
    }

    [Fact]
    public void Key_that_may_not_leave_is_left_out_and_its_choice_too()
    {
        using KeystoreHome home = _folder.Open();
        PendingRequest pending = home.Requests.Create("inside@example.org", null, RequestAlgorithm.P256, exportable: false);
        ForgedIdentity me = Answer(pending, home);
        home.Identities.Use("inside@example.org", me.Certificate.Sha256, null);
        byte[] file = Write(home, out BackupReport written);
        Assert.Equal((0L, 1L), (written.Keys, written.LeftOut));
        using KeystoreHome again = _other.Open();
        Restore(again, file);
        Assert.Empty(again.Keys.List());
        Assert.Null(again.Identities.Find("inside@example.org").SigningKey);
    }

    [Fact]
    public void No_secret_and_no_address_is_readable_in_the_file()
    {
        using KeystoreHome home = Filled();
        byte[] file = Write(home, out _);
        foreach (byte[] marker in (byte[][])[s_alice.Pkcs8[40..60], "alice@example.org"u8.ToArray(), Convert.FromHexString(s_bob.Certificate.Sha256)])
        {
            Assert.True(file.AsSpan().IndexOf(marker) < 0);
            Assert.True(file.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(marker)[..16])) < 0);
        }
    }

    [Fact]
    public void Every_table_is_in_a_backup_or_left_out_on_purpose()
    {
        using KeystoreHome home = _folder.Open();
        using Microsoft.Data.Sqlite.SqliteConnection connection = new($"Data Source={_folder.Database}");
        connection.Open();
        using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'contact_words_%' ORDER BY name";
        using Microsoft.Data.Sqlite.SqliteDataReader reader = command.ExecuteReader();
        List<string> tables = [];
        while (reader.Read())
        {
            tables.Add(reader.GetString(0));
        }

        Assert.Equal(tables, BackupTable.All.Select(t => t.Name).Concat(BackupTable.LeftOut).Order(StringComparer.Ordinal));
    }

    private KeystoreHome Filled()
    {
        KeystoreHome home = _folder.Open();
        home.Keys.Import(Forged.File(s_alice), "alice.pem", default);
        home.Identities.Set(new Identity(
            "alice@example.org", s_alice.Certificate.Sha256, s_alice.Certificate.Sha256, SignByDefault: true, EncryptByDefault: false, IncludeCertificates: false, SignatureForm.Opaque));
        home.Certificates.Learn(new HarvestedCertificate(
            s_bob.Certificate, ["bob@example.org"], [], new SmimeCapabilities([new SmimeCapability("2.16.840.1.101.3.4.1.42", default)]), s_now, s_now, "<m1@example.org>"));
        home.Anchors.Add(s_authority.Certificate);
        home.Policy.Set("network.enabled", "false");
        home.Verifications.RecordValid(new string('a', 64), new string('b', 64), s_now);
        return home;
    }

    private static byte[] Write(KeystoreHome home, out BackupReport report)
    {
        home.Backup.Cost = new BackupCost(64, 1);
        using MemoryStream file = new();
        report = home.Backup.Write(file, Passphrase);
        return file.ToArray();
    }

    private static RestoreReport Restore(KeystoreHome home, byte[] file)
    {
        using SealedBackup backup = KeystoreBackup.Open(new MemoryStream(file));
        backup.Unlock(Passphrase);
        return home.Backup.Restore(backup);
    }

    private static byte[] Altered(byte[] file, int at)
    {
        byte[] altered = [.. file];
        altered[at] ^= 1;
        return altered;
    }

    private ForgedIdentity Answer(PendingRequest pending, KeystoreHome home)
    {
        string request = _folder.Beside("r.csr"), answer = _folder.Beside("r.pem"), authority = _folder.Beside("ca.pem"), key = _folder.Beside("ca.key");
        File.WriteAllText(request, pending.Pem);
        Tool.Run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-subj", "/CN=CA", "-keyout", key, "-out", authority);
        Tool.Run("openssl", "x509", "-req", "-in", request, "-CA", authority, "-CAkey", key, "-copy_extensions", "copyall", "-out", answer);
        StoredKey stored = Assert.Single(home.Keys.Import(File.ReadAllBytes(answer), "r.pem", default).Keys);
        return new ForgedIdentity(stored.Key.Certificate, [], stored.Key.Certificate);
    }
}
