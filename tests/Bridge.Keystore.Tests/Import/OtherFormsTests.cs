using System.IO.Compression;
using System.Text;
using Bridge.Keystore.Import;
using Bridge.Keystore.Own;
using Bridge.Keystore.Tests.Support;
using Bridge.Smime.Errors;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Import;

/// <summary>Keys that do not come as PKCS#12, and the archive around one that does.</summary>
public sealed class OtherFormsTests : IDisposable
{
    private static readonly ForgedIdentity s_authority = CertificateForge.Authority("Forms CA");
    private static readonly ForgedIdentity s_rsa = CertificateForge.Issue(s_authority, "rsa@example.org", KeyAlgorithm.Rsa);
    private static readonly ForgedIdentity s_ec = CertificateForge.Issue(s_authority, "ec@example.org", KeyAlgorithm.EcP256);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("pkcs8 -topk8 -nocrypt", "")]
    [InlineData("pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA512 -passout pass:Geheim", "Geheim")]
    [InlineData("pkcs8 -topk8 -v2 des3 -passout pass:Geheim", "Geheim")]
    [InlineData("pkcs8 -topk8 -v1 PBE-SHA1-3DES -provider legacy -provider default -passout pass:Geheim", "Geheim")]
    [InlineData("pkcs8 -topk8 -scrypt -passout pass:Geheim", "Geheim")]
    [InlineData("pkcs8 -topk8 -nocrypt -outform DER", "")]
    [InlineData("pkcs8 -topk8 -v2 aes-128-cbc -passout pass:Geheim -outform DER", "Geheim")]
    [InlineData("rsa -traditional", "")]
    [InlineData("rsa -traditional -outform DER", "")]
    [InlineData("rsa -traditional -aes-256-cbc -passout pass:Geheim", "Geheim")]
    [InlineData("rsa -traditional -des3 -passout pass:Geheim", "Geheim")]
    public void Rsa_key_with_its_certificate_in_another_file(string command, string passphrase) =>
        ImportWithCertificate(s_rsa, command, passphrase);

    [Theory]
    [InlineData("pkcs8 -topk8 -nocrypt", "")]
    [InlineData("ec", "")]
    [InlineData("ec -outform DER", "")]
    [InlineData("ec -aes-128-cbc -passout pass:Geheim", "Geheim")]
    public void Ec_key_with_its_certificate_in_another_file(string command, string passphrase) =>
        ImportWithCertificate(s_ec, command, passphrase);

    [Theory]
    [InlineData(KeyAlgorithm.EcP521)]
    [InlineData(KeyAlgorithm.Ed25519)]
    [InlineData(KeyAlgorithm.X25519)]
    [InlineData(KeyAlgorithm.MlDsa65)]
    [InlineData(KeyAlgorithm.MlKem768)]
    public void Bundle_of_key_certificate_and_issuer(KeyAlgorithm algorithm)
    {
        ForgedIdentity person = CertificateForge.Issue(s_authority, "modern@example.org", algorithm);
        using KeystoreHome home = _folder.Open();
        StoredKey key = Assert.Single(home.Keys.Import(Forged.File(person), "bundle.pem", default).Keys);
        Assert.Equal(person.Certificate, key.Key.Certificate);
        Assert.Equal(algorithm is not (KeyAlgorithm.X25519 or KeyAlgorithm.MlKem768), key.CanSign);
        Assert.Equal(algorithm is not (KeyAlgorithm.Ed25519 or KeyAlgorithm.MlDsa65), key.CanEncrypt);
        using IDisposable opened = home.Keys.OpenDecryption(key.Key);
    }

    [Fact]
    public void Archive_of_an_authority_with_a_key_file_inside()
    {
        byte[] archive = Zip(("Anleitung.txt", "Lesen Sie dies."u8.ToArray()), ("zertifikat/mail.PFX", Pkcs12(s_rsa, "Actalis-9")));
        using KeystoreHome home = _folder.Open();
        Forged.Refused("passphrase-wrong", () => home.Keys.Import(archive, "mail.zip", default));
        Assert.Single(home.Keys.Import(archive, "mail.zip", "Actalis-9".AsMemory()).Keys);
    }

    [Fact]
    public void Archive_that_unpacks_to_too_much_is_refused()
    {
        byte[] archive = Zip(("bomb.pfx", new byte[64 << 20]));
        Assert.True(archive.Length < 1 << 20);
        using KeystoreHome home = _folder.Open();
        Assert.Equal("import-bytes", Forged.Refused("limit-exceeded", () => home.Keys.Import(archive, "bomb.zip", default)).Parameters["limit"]);
    }

    [Fact]
    public void Archive_without_a_key_file_is_refused()
    {
        using KeystoreHome home = _folder.Open();
        Forged.Refused("file-unreadable", () => home.Keys.Import(Zip(("readme.txt", [1, 2, 3])), "empty.zip", default));
    }

    [Fact]
    public void Key_without_its_certificate_is_refused_with_that_reason()
    {
        using KeystoreHome home = _folder.Open();
        byte[] alone = Encoding.ASCII.GetBytes(System.Security.Cryptography.PemEncoding.WriteString("PRIVATE KEY", s_rsa.Pkcs8));
        Forged.Refused("file-without-certificate", () => home.Keys.Import(alone, "key.pem", default));
        Forged.Refused("file-without-certificate", () => home.Keys.Import(alone, "key.pem", default, [s_ec.Certificate.Der]));
        Assert.Empty(home.Keys.List());
        Assert.Equal(0, home.Certificates.List(null, 0, 1).Total);
    }

    [Fact]
    public void Certificates_without_a_key_are_refused_with_that_reason()
    {
        using KeystoreHome home = _folder.Open();
        Forged.Refused("file-without-key", () => home.Keys.Import(s_rsa.Certificate.Der, "only.cer", default));
        Forged.Refused("file-without-key", () => home.Keys.Import(Encoding.ASCII.GetBytes(Forged.Pem(s_rsa.Certificate)), "only.pem", default));
    }

    [Theory]
    [InlineData("-----BEGIN a-----")]
    [InlineData("-----BEGIN a-----\n-----END b-----\n")]
    [InlineData("-----BEGIN a-------END a-----")]
    public void Armour_without_end_is_passed_over_and_costs_no_time(string line)
    {
        byte[] file = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(line, 400_000)));
        long started = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.Throws<RefusalException>(() => CertificateFile.Read(file, "lines.pem"));
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
    }

    private void ImportWithCertificate(ForgedIdentity identity, string command, string passphrase)
    {
        string source = _folder.Beside("source.pem"), target = _folder.Beside("target.key");
        File.WriteAllText(source, Forged.Pem(identity));
        Tool.Run("openssl", [.. command.Split(' '), "-in", source, "-out", target]);
        byte[] file = File.ReadAllBytes(target);
        using KeystoreHome home = _folder.Open();
        if (passphrase.Length > 0)
        {
            Forged.Refused("passphrase-wrong", () => home.Keys.Import(file, "key", "falsch".AsMemory(), [identity.Certificate.Der]));
        }

        StoredKey key = Assert.Single(home.Keys.Import(file, "key", passphrase.AsMemory(), [identity.Certificate.Der]).Keys);
        Assert.Equal(identity.Certificate, key.Key.Certificate);
        using IDisposable opened = home.Keys.OpenSigning(key.Key);
    }

    private byte[] Pkcs12(ForgedIdentity identity, string password)
    {
        string source = _folder.Beside("source.pem"), target = _folder.Beside("target.p12");
        File.WriteAllText(source, Forged.Pem(identity));
        Tool.Run("openssl", "pkcs12", "-export", "-in", source, "-out", target, "-passout", $"pass:{password}");
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
