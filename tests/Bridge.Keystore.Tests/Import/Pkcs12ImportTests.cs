using Bridge.Keystore.Own;
using Bridge.Keystore.Tests.Support;
using Bridge.Keystore.Vault;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Import;

/// <summary>Files made by OpenSSL with every encryption that it still writes.</summary>
public sealed class Pkcs12ImportTests : IDisposable
{
    private const string Password = "Kennwort 17";

    private static readonly ForgedIdentity s_authority = CertificateForge.Authority("Import CA");
    private static readonly ForgedIdentity s_rsa = CertificateForge.Issue(s_authority, "Rsa@Example.org", KeyAlgorithm.Rsa);
    private static readonly ForgedIdentity s_ec = CertificateForge.Issue(s_authority, "ec@example.org", KeyAlgorithm.EcP384);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Encryptions => new(
        "",
        "-legacy",
        "-legacy -keypbe PBE-SHA1-RC2-40 -certpbe PBE-SHA1-RC2-40",
        "-legacy -keypbe PBE-SHA1-RC2-128 -certpbe PBE-SHA1-RC2-128",
        "-legacy -keypbe PBE-SHA1-RC4-128 -certpbe PBE-SHA1-RC4-40",
        "-legacy -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-2DES",
        "-legacy -keypbe PBE-MD5-DES -certpbe PBE-SHA1-DES",
        "-legacy -keypbe PBE-SHA1-RC2-64 -certpbe PBE-MD5-RC2-64",
        "-keypbe AES-128-CBC -certpbe AES-192-CBC -macalg sha1",
        "-keypbe AES-256-CBC -certpbe AES-256-CBC -macalg sha512 -iter 30000",
        "-keypbe DES-EDE3-CBC -certpbe DES-EDE3-CBC -macalg sha384",
        "-keypbe CAMELLIA-256-CBC -certpbe CAMELLIA-128-CBC",
        "-keypbe CAMELLIA-192-CBC -certpbe AES-256-CBC",
        "-macalg sha224",
        "-legacy -macalg md5",
        "-keypbe NONE -certpbe NONE",
        "-keypbe NONE -certpbe NONE -nomac",
        "-keypbe AES-256-CBC -certpbe AES-256-CBC -nomac",
        "-legacy -nomac",
        "-certpbe NONE -nomaciter",
        "-nomaciter -noiter -legacy");

    /// <summary>Those under which a wrong passphrase can show.</summary>
    public static TheoryData<string> RealEncryptions =>
        new(Encryptions.Select(row => row.Data).Where(o => !o.Contains("-keypbe NONE -certpbe NONE", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Encryptions))]
    public void File_with_this_encryption_is_imported_with_its_chain(string options)
    {
        byte[] file = Export(s_rsa, Password, options);
        using KeystoreHome home = _folder.Open();
        KeyImport import = home.Keys.Import(file, "rsa.p12", Password.AsMemory());
        Assert.Equal(1, import.AddedKeys);
        Assert.Equal(1, import.AddedCertificates);
        StoredKey key = Assert.Single(import.Keys);
        Assert.Equal(s_rsa.Certificate, key.Key.Certificate);
        Assert.Equal("My mail key", key.Name);
        Assert.Equal(["rsa@example.org"], key.Addresses);
        Assert.Equal(CertificateOrigin.Own, home.Certificates.FindByFingerprint(s_authority.Certificate.Sha256)!.Origin);
        Assert.Equal(s_rsa.Pkcs8, SecretOf(home, key));
    }

    [Theory]
    [MemberData(nameof(RealEncryptions))]
    public void Wrong_passphrase_is_said_and_stores_nothing(string options)
    {
        byte[] file = Export(s_ec, Password, options);
        using KeystoreHome home = _folder.Open();
        Assert.Equal("true", Forged.Refused("passphrase-wrong", () => home.Keys.Import(file, "ec.p12", "kennwort 17".AsMemory())).Parameters["given"]);
        Assert.Equal("false", Forged.Refused("passphrase-wrong", () => home.Keys.Import(file, "ec.p12", default)).Parameters["given"]);
        Assert.Empty(home.Keys.List());
        Assert.Equal(0, home.Certificates.List(null, 0, 10).Total);
    }

    private byte[] Export(ForgedIdentity identity, string password, string options)
    {
        string source = _folder.Beside("source.pem");
        string target = _folder.Beside("target.p12");
        File.WriteAllText(source, Forged.Pem(identity));
        Tool.Run("openssl", ["pkcs12", "-export", "-in", source, "-out", target, "-name", "My mail key", "-passout", $"pass:{password}", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        return File.ReadAllBytes(target);
    }

    private static byte[] SecretOf(KeystoreHome home, StoredKey key)
    {
        using SecretBytes secret = home.Keys.OpenSecret(key.Key.Id);
        return secret.Span.ToArray();
    }
}
