using System.Text;
using Bridge.Keystore.Storage;
using Bridge.Keystore.Tests.Support;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;
using Bridge.TestKit;
using Microsoft.Data.Sqlite;

namespace Bridge.Keystore.Tests.Storage;

/// <summary>The folder itself: modes, versions, damage, and what a thief finds in it.</summary>
public sealed class HomeTests : IDisposable
{
    private static readonly ForgedIdentity s_person = CertificateForge.Issue(CertificateForge.Authority("Home CA"), "home@example.org", KeyAlgorithm.Rsa);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Modes_are_those_of_secrets_and_are_repaired()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists instead.");
        Fill();
        foreach (string path in Directory.GetFileSystemEntries(_folder.Home).Prepend(_folder.Home))
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_111_111);
        }

        using KeystoreHome home = _folder.Open();
        home.Policy.Set("network.enabled", "false");
        using IDisposable key = home.Keys.OpenSigning(home.Keys.List()[0]);
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(_folder.Home));
        Assert.All(Directory.GetFiles(_folder.Home), f => Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(f)));
        Assert.Contains(_folder.Database + "-wal", Directory.GetFiles(_folder.Home));
    }

    [Fact]
    public void Neither_private_key_nor_passphrase_is_in_any_file()
    {
        const string passphrase = "Marker-Passphrase-4711";
        string source = _folder.Beside("source.pem"), target = _folder.Beside("target.p12");
        File.WriteAllText(source, Forged.Pem(s_person));
        Tool.Run("openssl", "pkcs12", "-export", "-in", source, "-out", target, "-passout", $"pass:{passphrase}");
        using KeystoreHome home = _folder.Open();
        home.Keys.Import(File.ReadAllBytes(target), "mail.p12", passphrase.AsMemory());
        home.Keys.ExportPkcs12(s_person.Certificate.Sha256, passphrase);
        using System.Security.Cryptography.RSA rsa = System.Security.Cryptography.RSA.Create();
        rsa.ImportPkcs8PrivateKey(s_person.Pkcs8, out _);
        System.Security.Cryptography.RSAParameters parts = rsa.ExportParameters(true);
        byte[][] secrets = [parts.P!, parts.Q!, parts.D!, parts.DP!, Encoding.UTF8.GetBytes(passphrase), Encoding.Unicode.GetBytes(passphrase), Encoding.BigEndianUnicode.GetBytes(passphrase)];
        foreach (string file in Directory.GetFiles(_folder.Home, "*", SearchOption.AllDirectories))
        {
            byte[] content = ReadShared(file);
            Assert.All(secrets, s => Assert.True(content.AsSpan().IndexOf(s.AsSpan()) < 0, $"a secret stands in {file}"));
        }

        // The search itself works: the public certificate is found.
        Assert.Contains(Directory.GetFiles(_folder.Home), f => ReadShared(f).AsSpan().IndexOf(s_person.Certificate.SubjectPublicKeyInfo.Span) >= 0);
    }

    [Theory]
    [InlineData("missing", "key-missing")]
    [InlineData("other", "key-other")]
    [InlineData("damaged", "key-damaged")]
    public void Folder_without_its_own_master_key_is_locked_and_says_why(string what, string reason)
    {
        Fill();
        if (what == "missing")
        {
            File.Delete(_folder.KeyFile);
        }
        else if (what == "other")
        {
            using TestFolder other = new();
            using KeystoreHome foreign = other.Open();
            foreign.Keys.Import(Forged.File(s_person), "home.pem", default);
            File.Copy(other.KeyFile, _folder.KeyFile, overwrite: true);
        }
        else
        {
            File.WriteAllText(_folder.KeyFile, File.ReadAllText(_folder.KeyFile)[..^8]);
        }

        using KeystoreHome home = _folder.Open();
        Assert.Equal(reason, home.FindLock());
        OwnKey key = Assert.Single(home.Keys.List());
        Assert.Equal(reason, Forged.Refused("key-locked", () => home.Keys.OpenSigning(key)).Parameters["reason"]);
        Forged.Refused("key-locked", () => home.Keys.OpenDecryption(key));
        Forged.Refused("key-locked", () => home.Keys.Import(Forged.File(s_person), "home.pem", default));
        Assert.NotEmpty(home.Certificates.FindByAddress("home@example.org"));
        Assert.Equal(what != "missing", File.Exists(_folder.KeyFile));
    }

    [Fact]
    public void Sealed_key_moved_to_another_place_or_altered_does_not_open_and_is_repaired_by_importing_again()
    {
        Fill();
        ForgedIdentity second = CertificateForge.Issue(CertificateForge.Authority("Swap CA"), "swap@example.org");
        using KeystoreHome home = _folder.Open();
        home.Keys.Import(Forged.File(second), "swap.pem", default);
        Execute($"UPDATE own_keys SET sealed = (SELECT sealed FROM own_keys WHERE id = '{second.Certificate.Sha256}')");
        OwnKey swapped = home.Keys.Get(s_person.Certificate.Sha256).Key;
        Forged.Refused("key-unusable", () => home.Keys.OpenDecryption(swapped));
        Assert.Equal(0, home.Keys.Import(Forged.File(s_person), "home.pem", default).AddedKeys);
        using IDisposable opened = home.Keys.OpenDecryption(swapped);
    }

    [Fact]
    public void Newer_keystore_is_left_alone()
    {
        Fill();
        Execute("PRAGMA user_version=99");
        Assert.Equal("99", Forged.Refused("store-newer", () => _folder.Open()).Parameters["version"]);
    }

    [Fact]
    public void Migration_keeps_everything_and_leaves_a_backup_of_before()
    {
        Fill();
        using (KeystoreHome home = _folder.Open(new StorageOptions { Migrations = [.. Schema.Migrations, "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT"] }))
        {
            home.CheckIntegrity();
            Assert.Single(home.Keys.List());
            using IDisposable key = home.Keys.OpenSigning(home.Keys.List()[0]);
        }

        string backup = Assert.Single(Directory.GetFiles(Path.Combine(_folder.Home, "backups")));
        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(backup));
        Forged.Refused("store-newer", () => _folder.Open());
        File.Copy(backup, _folder.Database, overwrite: true);
        using KeystoreHome restored = _folder.Open();
        restored.CheckIntegrity();
        using IDisposable again = restored.Keys.OpenSigning(restored.Keys.List()[0]);
    }

    [Fact]
    public void Migration_that_fails_changes_nothing()
    {
        Fill();
        Assert.Throws<SqliteException>(() => _folder.Open(new StorageOptions { Migrations = [.. Schema.Migrations, "CREATE TABLE later (id INTEGER) STRICT; SELECT nonsense()"] }));
        using KeystoreHome home = _folder.Open();
        home.CheckIntegrity();
        Assert.Single(home.Keys.List());
    }

    [Fact]
    public void Damaged_database_is_called_damaged()
    {
        Fill();
        byte[] content = File.ReadAllBytes(_folder.Database);
        Assert.True(content.Length > 8192);
        new Random(1).NextBytes(content.AsSpan(4096));
        File.WriteAllBytes(_folder.Database, content);
        Forged.Refused("store-damaged", () =>
        {
            using KeystoreHome home = _folder.Open();
            home.CheckIntegrity();
        });
        File.WriteAllText(_folder.Database, "This is not a database, and it is long enough to be looked at as one.");
        Forged.Refused("store-damaged", () => _folder.Open());
    }

    [Fact]
    public void Rest_of_a_process_that_died_is_swept_but_not_a_running_ones()
    {
        Fill();
        string old = _folder.Database + ".1.new", young = _folder.KeyFile + ".2.new";
        File.WriteAllText(old, "");
        File.WriteAllText(young, "");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-1));
        _folder.Open().Dispose();
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
    }

    [Fact]
    public void Probe_of_the_doctor_writes_and_leaves_nothing()
    {
        using KeystoreHome home = _folder.Open();
        home.TryWrite();
        Assert.Empty(home.Keys.Events("doctor"));
        Assert.Null(home.FindLock());
    }

    private void Fill()
    {
        using KeystoreHome home = _folder.Open();
        home.Keys.Import(Forged.File(s_person), "home.pem", default);
    }

    private void Execute(string sql)
    {
        using SqliteConnection connection = new($"Data Source={_folder.Database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static byte[] ReadShared(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
