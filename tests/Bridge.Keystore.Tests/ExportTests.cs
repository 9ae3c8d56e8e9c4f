using Bridge.Keystore.Export;
using Bridge.Keystore.Import;
using Bridge.Keystore.Own;
using Bridge.Keystore.Tests.Support;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests;

/// <summary>Exported keys, read by programs that are not ours.</summary>
public sealed class ExportTests : IDisposable
{
    private const string Passphrase = "Außen Hülle 8";

    private static readonly ForgedIdentity s_root = CertificateForge.Authority("Export Root");
    private static readonly ForgedIdentity s_authority = CertificateForge.Authority("Export CA", parent: s_root);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(KeyAlgorithm.Rsa)]
    [InlineData(KeyAlgorithm.EcP384)]
    public void Openssl_reads_key_and_chain_with_strong_encryption(KeyAlgorithm algorithm)
    {
        ForgedIdentity me = CertificateForge.Issue(s_authority, "me@example.org", algorithm);
        string file = Export(me);
        string seen = Tool.Run("openssl", "pkcs12", "-in", file, "-noenc", "-passin", $"pass:{Passphrase}");
        Assert.Equal(3, seen.Split("BEGIN CERTIFICATE").Length - 1);
        Assert.Contains("friendlyName: me@example.org", seen, StringComparison.Ordinal);
        (int code, _, string structure) = Tool.Try("openssl", "pkcs12", "-in", file, "-info", "-noout", "-passin", $"pass:{Passphrase}");
        Assert.Equal(0, code);
        Assert.Contains("MAC: sha256", structure, StringComparison.Ordinal);
        Assert.Equal(2, structure.Split("PBES2, PBKDF2, AES-256-CBC").Length - 1);

        using TestFolder other = new();
        using KeystoreHome home = other.Open();
        StoredKey again = Assert.Single(home.Keys.Import(File.ReadAllBytes(file), "again.p12", Passphrase.AsMemory()).Keys);
        Assert.Equal(me.Certificate, again.Key.Certificate);
        Assert.NotNull(home.Certificates.FindByFingerprint(s_root.Certificate.Sha256));
    }

    [Theory]
    [InlineData(KeyAlgorithm.Rsa)]
    [InlineData(KeyAlgorithm.EcP256)]
    public void Nss_reads_it(KeyAlgorithm algorithm)
    {
        string file = Export(CertificateForge.Issue(s_authority, "me@example.org", algorithm));
        string database = _folder.Beside("nss"), password = _folder.Beside("password");
        Directory.CreateDirectory(database);
        File.WriteAllText(password, Passphrase);
        Tool.Run("certutil", "-N", "-d", $"sql:{database}", "--empty-password");
        Tool.Run("pk12util", "-i", file, "-d", $"sql:{database}", "-w", password);
        Assert.Contains("me@example.org", Tool.Run("certutil", "-K", "-d", $"sql:{database}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nss_and_gpgsm_take_the_compatible_form()
    {
        ForgedIdentity me = CertificateForge.Issue(s_authority, "me@example.org", KeyAlgorithm.Rsa);
        string file = Export(me, Pkcs12Form.Compatible), database = _folder.Beside("nss-compatible"), password = _folder.Beside("password");
        Directory.CreateDirectory(database);
        File.WriteAllText(password, Passphrase);
        Tool.Run("certutil", "-N", "-d", $"sql:{database}", "--empty-password");
        Tool.Run("pk12util", "-i", file, "-d", $"sql:{database}", "-w", password);
        Assert.Contains("me@example.org", Tool.Run("certutil", "-K", "-d", $"sql:{database}"), StringComparison.Ordinal);

        using GpgHome gpg = new(Passphrase);
        gpg.Run("--import", file);
        Assert.Contains("me@example.org", gpg.Run("--list-secret-keys"), StringComparison.Ordinal);
    }

    // A salt under which gpgsm 2.2.40 refused a file that openssl had made and everybody else reads.
    [Fact]
    public void The_compatible_form_has_no_salt_that_gnupg_stumbles_over()
    {
        byte[] password = [0, (byte)'x', 0, 0];
        Pkcs12Kdf.Derive(ImportDigest.Sha1, Pkcs12Kdf.ForKey, password, Convert.FromHexString("DD003100A00AB96F"), 2048, 24, out bool stumbles).Dispose();
        Assert.True(stumbles);
        for (int i = 0; i < 3000; i++)
        {
            Pkcs12Protection.KeyForEverybody(password, 1, out byte[] salt).Dispose();
            Pkcs12Kdf.Derive(ImportDigest.Sha1, Pkcs12Kdf.ForKey, password, salt, 1, 24, out stumbles).Dispose();
            Assert.False(stumbles);
        }
    }

    [Fact]
    public void Every_export_is_recorded_and_a_key_may_be_kept_in()
    {
        ForgedIdentity me = CertificateForge.Issue(s_authority, "me@example.org");
        Export(me);
        using KeystoreHome home = _folder.Open();
        Assert.Equal(["imported", "exported"], home.Keys.Events(me.Certificate.Sha256).Select(e => e.What));
        Forged.Refused("key-unknown", () => home.Keys.ExportPkcs12(new string('0', 64), Passphrase));
    }

    [Fact]
    public void Key_that_nss_exported_is_imported()
    {
        string file = Export(CertificateForge.Issue(s_authority, "me@example.org", KeyAlgorithm.Rsa));
        string database = _folder.Beside("nss2"), password = _folder.Beside("password"), target = _folder.Beside("nss.p12");
        Directory.CreateDirectory(database);
        File.WriteAllText(password, Passphrase);
        Tool.Run("certutil", "-N", "-d", $"sql:{database}", "--empty-password");
        Tool.Run("pk12util", "-i", file, "-d", $"sql:{database}", "-w", password);
        Tool.Run("pk12util", "-o", target, "-n", "me@example.org", "-d", $"sql:{database}", "-w", password);
        using TestFolder other = new();
        using KeystoreHome home = other.Open();
        Assert.Single(home.Keys.Import(File.ReadAllBytes(target), "nss.p12", Passphrase.AsMemory()).Keys);
    }

    private string Export(ForgedIdentity me, Pkcs12Form form = Pkcs12Form.Strong)
    {
        using KeystoreHome home = _folder.Open();
        home.Keys.Import(System.Text.Encoding.ASCII.GetBytes(Forged.Pem(me) + Forged.Pem(s_root.Certificate)), "me.pem", default);
        string file = _folder.Beside("export.p12");
        File.WriteAllBytes(file, home.Keys.ExportPkcs12(me.Certificate.Sha256, Passphrase, form));
        return file;
    }
}
