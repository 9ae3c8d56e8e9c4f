using System.IO.Compression;
using System.Text;
using Bridge.Keystore.Import;
using Bridge.Keystore.Tests.Support;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Import;

/// <summary>What mailed files are by their structure, before anybody is asked for a passphrase.</summary>
public sealed class KeyFileInspectionTests : IDisposable
{
    private static readonly ForgedIdentity s_me = CertificateForge.Issue(CertificateForge.Authority("Inspection CA"), "me@example.org");

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Key_file_is_recognised_whatever_its_name_also_in_an_archive()
    {
        byte[] file = Pkcs12();
        Assert.Equal(KeyFileKind.Pkcs12, Look(file));
        Assert.Equal(KeyFileKind.Pkcs12, Look(Zip(("readme.txt", "x"u8.ToArray()), ("mail/me.PFX", file))));
    }

    [Fact]
    public void Everything_else_is_nothing_to_set_up()
    {
        byte[] file = Pkcs12();
        Assert.All(
            (byte[][])
            [
                [], Encoding.ASCII.GetBytes(Forged.Pem(s_me)), s_me.Certificate.Der.ToArray(), "PK\x03\x04 not really"u8.ToArray(), file[..40],
                [0x30, 3, 2, 1, 3], Zip(("me.txt", file)), Zip(("photo.pfx", "JFIF"u8.ToArray())), Zip(("bomb.pfx", new byte[64 << 20])),
            ],
            other => Assert.Equal(KeyFileKind.None, Look(other)));
    }

    [Fact]
    public void Archive_that_is_itself_encrypted_is_refused_with_that_reason()
    {
        byte[] archive = Zip(("me.pfx", Pkcs12()));
        // Bit 0 of the general purpose flags, in the local and in the central header.
        archive[6] |= 1;
        int central = archive.AsSpan().IndexOf("PK\x01\x02"u8);
        archive[central + 8] |= 1;
        using KeystoreHome home = _folder.Open();
        Assert.Contains("itself encrypted", Forged.Refused("file-unreadable", () => home.Keys.Import(archive, "a.zip", "x".AsMemory())).Message, StringComparison.Ordinal);
        Assert.Equal(KeyFileKind.None, Look(archive));
    }

    [Fact]
    public void Nothing_is_stored_unless_who_is_asked_agrees()
    {
        using KeystoreHome home = _folder.Open();
        Assert.Throws<InvalidOperationException>(() => home.Keys.Import(Forged.File(s_me), "me.pem", default, agree: offer =>
        {
            Assert.Equal([s_me.Certificate], offer.Own);
            Assert.Equal([s_me.Issuer], offer.Others);
            throw new InvalidOperationException("no");
        }));
        Assert.Empty(home.Keys.List());
        Assert.Null(home.Certificates.FindByFingerprint(s_me.Issuer.Sha256));
    }

    private static KeyFileKind Look(byte[] file) => KeyFileInspection.Look(file, _ => false);

    private byte[] Pkcs12()
    {
        string source = _folder.Beside("source.pem"), target = _folder.Beside("target.p12");
        File.WriteAllText(source, Forged.Pem(s_me));
        Tool.Run("openssl", "pkcs12", "-export", "-in", source, "-out", target, "-passout", "pass:once");
        return File.ReadAllBytes(target);
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }
}
