using Bridge.Keystore.Storage;
using Bridge.Keystore.Tests.Support;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Storage;

/// <summary>Disks that are full and folders that cannot be written: for real on a small file system where the machine lets us mount one.</summary>
public sealed class DiskTests : IDisposable
{
    private static readonly ForgedIdentity s_person = CertificateForge.Issue(CertificateForge.Authority("Disk CA"), "disk@example.org");

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Full_database_refuses_and_keeps_what_is_there()
    {
        using (KeystoreHome home = _folder.Open())
        {
            home.Keys.Import(Forged.File(s_person), "disk.pem", default);
        }

        using (KeystoreHome full = _folder.Open(new StorageOptions { PageLimit = 1 }))
        {
            Forged.Refused("store-full", () => Fill(full, 500));
            Assert.Single(full.Keys.List());
        }

        using KeystoreHome again = _folder.Open();
        again.CheckIntegrity();
        Assert.Single(again.Keys.List());
        Fill(again, 5);
    }

    [Fact]
    public void Full_disk_refuses_and_keeps_what_is_there()
    {
        using SmallDisk disk = SmallDisk.Mount("size=1200k");
        string path = Path.Combine(disk.Folder, "home");
        int stored = 0;
        using (KeystoreHome home = KeystoreHome.Open(path, TimeProvider.System))
        {
            home.Keys.Import(Forged.File(s_person), "disk.pem", default);
            Forged.Refused("store-full", () =>
            {
                for (; ; stored++)
                {
                    Fill(home, 1);
                }
            });
            Assert.True(stored > 0);
            Assert.Single(home.Keys.List());
        }

        disk.Remount("size=8m");
        using KeystoreHome again = KeystoreHome.Open(path, TimeProvider.System);
        again.CheckIntegrity();
        Assert.Single(again.Keys.List());
        Assert.Equal(stored, again.Certificates.List("filler", 0, 1).Total);
    }

    [Fact]
    public void Disk_without_room_for_a_keystore_is_said()
    {
        using SmallDisk disk = SmallDisk.Mount("size=40k");
        string path = Path.Combine(disk.Folder, "home");
        Forged.Refused("store-full", () => KeystoreHome.Open(path, TimeProvider.System));
        disk.Remount("size=8m");
        using KeystoreHome home = KeystoreHome.Open(path, TimeProvider.System);
        Assert.DoesNotContain(Directory.GetFiles(path), f => f.Contains(".new", StringComparison.Ordinal));
        home.CheckIntegrity();
    }

    [Fact]
    public void Read_only_disk_is_said()
    {
        using SmallDisk disk = SmallDisk.Mount("size=8m");
        string path = Path.Combine(disk.Folder, "home");
        using (KeystoreHome home = KeystoreHome.Open(path, TimeProvider.System))
        {
            Fill(home, 1);
        }

        disk.Remount("ro");
        Assert.StartsWith(path, Forged.Refused("store-unwritable", () =>
        {
            using KeystoreHome home = KeystoreHome.Open(path, TimeProvider.System);
            Fill(home, 1);
        }).Parameters["path"], StringComparison.Ordinal);
        Forged.Refused("store-unwritable", () => KeystoreHome.Open(Path.Combine(disk.Folder, "other"), TimeProvider.System));
    }

    [Fact]
    public void Home_that_is_a_file_is_said()
    {
        string file = _folder.Beside("home");
        File.WriteAllText(file, "not a folder");
        Forged.Refused("store-unwritable", () => _folder.Open());
    }

    private static bool Fill(KeystoreHome home, int count)
    {
        for (int i = 0; i < count; i++)
        {
            ForgeOptions options = new() { Extensions = [("1.3.6.1.4.1.55555.1", false, new byte[8000])] };
            home.Certificates.Add([CertificateForge.Issue(s_authority, "filler@example.org", options: options).Certificate], Smime.Ports.CertificateOrigin.Imported);
        }

        return true;
    }

    private static readonly ForgedIdentity s_authority = CertificateForge.Authority("Filler CA");
}
