using Bridge.Keystore.Certificates.Contacts;
using Bridge.Keystore.Storage;
using Bridge.Keystore.Tests.Support;
using Bridge.Smime.Ports;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Storage;

/// <summary>
/// A keystore that the executable of schema version 1 made (<c>tests/vectors/keystore/version-1</c>): a key imported and chosen, one
/// certificate collected from mail, one imported, an anchor, a policy. Its key was made for this test.
/// </summary>
public sealed class MigrationTests : IDisposable
{
    private const string Me = "349a3c2df8d7b7cad3dbcac95ac54e643a414253cc50a1c782f17f876cbca16e";
    private const string Bob = "e0a71b6228e865221c72eeed5c0be0d79fccc593b44583f2a9c0b6c8767a456b";
    private const string Carol = "575e19cef0dad65af6fb2a5363e78ba4d082d546a43a9e8961749f9d8854a315";

    private readonly TestFolder _folder = new();

    public MigrationTests()
    {
        Directory.CreateDirectory(_folder.Home);
        Vectors.Copy(_folder.Home, "keystore", "version-1");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Keystore_of_version_1_keeps_everything_and_tells_its_correspondents()
    {
        using KeystoreHome home = _folder.Open();
        home.CheckIntegrity();
        OwnKey key = home.Keys.SigningKeyFor("me@years.example", DateTimeOffset.UtcNow)!;
        Assert.Equal((Me, Me), (key.Id, home.Identities.Find("me@years.example").EncryptionKey));
        using (ISigningKey signing = home.Keys.OpenSigning(key))
        {
            Assert.NotEmpty(signing.Sign([1], Smime.Cms.Signatures.SignatureSchemes.DefaultFor(signing.Algorithm, 256)));
        }

        Assert.False(home.Policy.Load().NetworkEnabled);
        Assert.Contains(home.Anchors.List(), a => a.Certificate.Subject == "CN=Old Years CA");
        Assert.Equal(["bob@years.example", "carol@years.example"], home.Contacts.List(null, null, 10).Contacts.Select(c => c.Address));
        Assert.Equal("carol@years.example", Assert.Single(home.Contacts.List("muel", null, 10).Contacts.Concat(home.Contacts.List("mueller", null, 10).Contacts).Distinct()).Address);
        ContactHistory bob = home.Contacts.Show("bob@years.example");
        Assert.Equal(("harvested", Bob, "<first@years.example>"), bob.Events.Select(e => (e.What, e.Sha256, e.MessageId)).Single());
        Assert.Equal(CertificateOrigin.Harvested, bob.Certificates.Single().Stored.Origin);
        Assert.NotNull(bob.Certificates.Single().Stored.Capabilities);
        Assert.Equal(("imported", Carol), home.Contacts.Show("carol@years.example").Events.Select(e => (e.What, e.Sha256)).Single());
        home.Certificates.Remove(Carol);
        home.Contacts.Restore(Carol);
        home.CheckIntegrity();
    }

    [Fact]
    public void Backup_of_before_is_the_keystore_of_version_1()
    {
        byte[] before = File.ReadAllBytes(_folder.Database);
        _folder.Open().Dispose();
        string backup = Assert.Single(Directory.GetFiles(Path.Combine(_folder.Home, "backups"), "keystore-v1-*.db"));
        File.Copy(backup, _folder.Database, overwrite: true);
        Assert.Equal(Rows(Vectors.Folder("keystore", "version-1") + "/keystore.db"), Rows(_folder.Database));
        Assert.Equal(before.Length, new FileInfo(backup).Length);
        using KeystoreHome again = _folder.Open();
        Assert.Single(again.Keys.List());
    }

    [Fact]
    public void Full_disk_during_a_migration_changes_nothing()
    {
        using SmallDisk disk = SmallDisk.Mount("size=1m");
        string home = Path.Combine(disk.Folder, "home");
        Directory.CreateDirectory(home);
        Vectors.Copy(home, "keystore", "version-1");

        string filler = Path.Combine(disk.Folder, "filler");
        // Room for the backup, but not for the migration; the second time not even for the backup.
        foreach (int room in new[] { 200, 20 })
        {
            using (FileStream fill = new(filler, FileMode.Append))
            {
                fill.Write(new byte[Math.Max(0, new DriveInfo(disk.Folder).AvailableFreeSpace - (room * 1024))]);
            }

            Forged.Refused("store-full", () => KeystoreHome.Open(home, TimeProvider.System));
        }

        Assert.Single(Directory.GetFiles(Path.Combine(home, "backups")), f => new FileInfo(f).Length > 100_000);
        File.Delete(filler);
        using KeystoreHome later = KeystoreHome.Open(home, TimeProvider.System);
        later.CheckIntegrity();
        Assert.Equal(Me, Assert.Single(later.Keys.List()).Id);
        Assert.Equal(2, later.Contacts.List(null, null, 10).Contacts.Count);
    }

    [Fact]
    public void Clock_set_back_loses_nothing()
    {
        using (KeystoreHome home = _folder.Open(new TestKit.Fakes.FixedClock(DateTimeOffset.UtcNow.AddYears(-20))))
        {
            home.Correspondents.Choose("bob@years.example", Bob);
            home.Certificates.Remove(Carol);
            home.Contacts.Restore(Carol);
            Assert.Null(home.Keys.SigningKeyFor("me@years.example", DateTimeOffset.UtcNow.AddYears(-20)));
            using IDisposable old = home.Keys.OpenDecryption(home.Keys.List()[0]);
        }

        using KeystoreHome now = _folder.Open();
        now.CheckIntegrity();
        Assert.NotNull(now.Keys.SigningKeyFor("me@years.example", DateTimeOffset.UtcNow));
        Assert.True(now.Certificates.FindByAddress("bob@years.example")[0].Chosen);
        Assert.Single(now.Certificates.FindByAddress("carol@years.example"));
    }

    private static string Rows(string file)
    {
        string copy = Path.Combine(Path.GetTempPath(), $"bridge-rows-{Guid.NewGuid():N}.db");
        File.Copy(file, copy);
        try
        {
            return Tool.Run("sqlite3", copy, ".dump");
        }
        finally
        {
            File.Delete(copy);
        }
    }
}
