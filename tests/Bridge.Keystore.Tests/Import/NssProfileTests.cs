using System.Security.Cryptography;
using Bridge.Keystore.Import.Nss;
using Bridge.Keystore.Own;
using Bridge.Keystore.Tests.Support;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Import;

/// <summary>Certificate stores as Thunderbird has them, made by NSS's own programs.</summary>
public sealed class NssProfileTests : IDisposable
{
    private const string Password = "Haupt pässwort";

    private static readonly ForgedIdentity s_authority = CertificateForge.Authority("Profile CA");
    private static readonly ForgedIdentity s_rsa = CertificateForge.Issue(s_authority, "rsa@example.org", KeyAlgorithm.Rsa);
    private static readonly ForgedIdentity s_ec = CertificateForge.Issue(s_authority, "ec@example.org", KeyAlgorithm.EcP384);
    private static readonly ForgedIdentity s_site = CertificateForge.Issue(
        s_authority, "site@example.org", KeyAlgorithm.Rsa, new ForgeOptions { ExtendedKeyUsage = ["1.3.6.1.5.5.7.3.1"] });
    private static readonly ForgedIdentity s_bob = CertificateForge.Issue(s_authority, "bob@example.org");

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData(Password)]
    public void Keys_for_mail_are_taken_over_and_the_rest_is_offered(string password)
    {
        string profile = Make(password);
        byte[] before = File.ReadAllBytes(Path.Combine(profile, "key4.db"));
        if (password.Length > 0)
        {
            Assert.Equal("false", Forged.Refused("passphrase-wrong", () => new NssProfile(profile).Read([])).Parameters["given"]);
            Assert.Equal("true", Forged.Refused("passphrase-wrong", () => new NssProfile(profile).Read("Hauptpasswort")).Parameters["given"]);
        }

        using NssContent content = new NssProfile(profile).Read(password);
        Assert.Equal(2, content.Keys);
        Assert.Equal([s_bob.Certificate], content.Correspondents);
        Assert.Equal([s_authority.Certificate], content.Authorities);

        using KeystoreHome home = _folder.Open();
        KeyImport import = home.Keys.Import(content, "Thunderbird (default)");
        Assert.Equal(["ec@example.org", "rsa@example.org"], import.Keys.SelectMany(k => k.Addresses).Order());
        Assert.Equal(1, import.AddedCertificates);
        Assert.Empty(home.Anchors.List());
        Assert.All(import.Keys, key => Assert.True(key is { CanSign: true, CanEncrypt: true, Origin: "Thunderbird (default)" }));
        using RSA rsa = RSA.Create(), original = RSA.Create();
        rsa.ImportPkcs8PrivateKey(home.Keys.OpenSecret(s_rsa.Certificate.Sha256).Span, out _);
        original.ImportPkcs8PrivateKey(s_rsa.Pkcs8, out _);
        Assert.Equal(original.ExportParameters(true).D, rsa.ExportParameters(true).D);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(profile, "key4.db")));
        Assert.Equal(["cert9.db", "key4.db", "pkcs11.txt"], Directory.GetFiles(profile).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Keys_sealed_with_triple_des_as_old_versions_did_are_opened()
    {
        string profile = Make(Password);
        SealAnew(Path.Combine(profile, "key4.db"));
        using NssContent content = new NssProfile(profile).Read(Password);
        using KeystoreHome home = _folder.Open();
        Assert.Equal(2, home.Keys.Import(content, "old").AddedKeys);
    }

    [Fact]
    public void Profile_that_is_being_written_is_not_read()
    {
        string profile = Make("");
        File.WriteAllText(Path.Combine(profile, "key4.db-journal"), "hot");
        Forged.Refused("profile-busy", () => new NssProfile(profile).Read([]));
    }

    [Fact]
    public void Damaged_or_missing_stores_say_so_or_hold_nothing()
    {
        string profile = Make("");
        File.WriteAllText(Path.Combine(profile, "key4.db"), "garbage");
        Forged.Refused("file-unreadable", () => new NssProfile(profile).Read([]));
        string empty = _folder.Beside("empty");
        Directory.CreateDirectory(empty);
        Assert.False(new NssProfile(empty).Exists);
        using NssContent nothing = new NssProfile(empty).Read([]);
        using KeystoreHome home = _folder.Open();
        Assert.Empty(home.Keys.Import(nothing, "empty").Keys);
    }

    private string Make(string password)
    {
        string profile = _folder.Beside($"profile-{Guid.NewGuid():N}"), passwords = _folder.Beside("primary"), transport = _folder.Beside("transport");
        Directory.CreateDirectory(profile);
        File.WriteAllText(passwords, password + "\n");
        File.WriteAllText(transport, "transport\n");
        string database = $"sql:{profile}";
        Tool.Run("certutil", ["-N", "-d", database, .. password.Length == 0 ? (string[])["--empty-password"] : ["-f", passwords]]);
        foreach (ForgedIdentity own in (ForgedIdentity[])[s_rsa, s_ec, s_site])
        {
            Tool.Run("pk12util", "-i", Pkcs12(own), "-d", database, "-k", passwords, "-w", transport);
        }

        Tool.Run("certutil", "-A", "-d", database, "-f", passwords, "-n", "bob", "-t", ",,", "-i", Pem(s_bob.Certificate));
        Tool.Run("certutil", "-M", "-d", database, "-f", passwords, "-n", Nickname(database), "-t", ",C,");
        return profile;
    }

    // pk12util names the authority as it likes.
    private static string Nickname(string database) =>
        Tool.Run("certutil", "-L", "-d", database).Split('\n').First(l => l.Contains("Profile CA", StringComparison.Ordinal))[..60].Trim();

    private string Pkcs12(ForgedIdentity own)
    {
        string source = _folder.Beside("own.pem"), target = _folder.Beside($"{own.Certificate.Sha256[..8]}.p12");
        File.WriteAllText(source, Forged.Pem(own));
        Tool.Run("openssl", "pkcs12", "-export", "-in", source, "-name", own.Certificate.Subject, "-out", target, "-passout", "pass:transport");
        return target;
    }

    private string Pem(Certificate certificate)
    {
        string file = _folder.Beside("other.pem");
        File.WriteAllText(file, Forged.Pem(certificate));
        return file;
    }

    // What NSS wrote before 3.49, encrypted by openssl: no program that still does it is to be had.
    private void SealAnew(string database)
    {
        using Microsoft.Data.Sqlite.SqliteConnection connection = new($"Data Source={database};Pooling=False");
        connection.Open();
        byte[] global = (byte[])Scalar(connection, "SELECT item1 FROM metaData WHERE id = 'password'");
        byte[] password = SHA1.HashData([.. global, .. System.Text.Encoding.UTF8.GetBytes(Password)]);
        Update(connection, "UPDATE metaData SET item2 = $value WHERE id = 'password'", Seal(password, "password-check"u8.ToArray()));
        foreach (ForgedIdentity own in (ForgedIdentity[])[s_rsa, s_ec])
        {
            foreach ((string column, byte[] value) in SecretsOf(own))
            {
                string key = own == s_rsa ? $"a120 = x'{Convert.ToHexString(Modulus(own))}'" : "a100 = x'00000003'";
                Update(connection, $"UPDATE nssPrivate SET {column} = $value WHERE {key}", Seal(password, value));
            }
        }

        Update(connection, $"DELETE FROM nssPrivate WHERE a120 = x'{Convert.ToHexString(Modulus(s_site))}'", []);
    }

    private static byte[] Modulus(ForgedIdentity own) => Parameters(own).Modulus!;

    private static RSAParameters Parameters(ForgedIdentity own)
    {
        using RSA rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(own.Pkcs8, out _);
        return rsa.ExportParameters(true);
    }

    private static IEnumerable<(string Column, byte[] Value)> SecretsOf(ForgedIdentity own)
    {
        if (own == s_ec)
        {
            using ECDsa ec = ECDsa.Create();
            ec.ImportPkcs8PrivateKey(own.Pkcs8, out _);
            return [("a11", ec.ExportParameters(true).D!)];
        }

        RSAParameters p = Parameters(own);
        return [("a123", p.D!), ("a124", p.P!), ("a125", p.Q!), ("a126", p.DP!), ("a127", p.DQ!), ("a128", p.InverseQ!)];
    }

    private byte[] Seal(byte[] password, byte[] plain)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(20);
        byte[] mixed = SHA1.HashData([.. password, .. salt]);
        byte[] first = HMACSHA1.HashData(mixed, (byte[])[.. salt, .. salt]);
        byte[] second = HMACSHA1.HashData(mixed, (byte[])[.. HMACSHA1.HashData(mixed, salt), .. salt]);
        byte[] stream = [.. first, .. second];
        string source = _folder.Beside("plain"), target = _folder.Beside("sealed");
        File.WriteAllBytes(source, plain);
        Tool.Run(
            "openssl", "enc", "-des-ede3-cbc", "-K", Convert.ToHexString(stream[..24]), "-iv", Convert.ToHexString(stream[32..]), "-in", source, "-out", target);
        System.Formats.Asn1.AsnWriter writer = new(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.12.5.1.3");
                using (writer.PushSequence())
                {
                    writer.WriteOctetString(salt);
                    writer.WriteInteger(1);
                }
            }

            writer.WriteOctetString(File.ReadAllBytes(target));
        }

        return writer.Encode();
    }

    private static object Scalar(Microsoft.Data.Sqlite.SqliteConnection connection, string sql)
    {
        using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()!;
    }

    private static void Update(Microsoft.Data.Sqlite.SqliteConnection connection, string sql, byte[] value)
    {
        using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$value", value);
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
