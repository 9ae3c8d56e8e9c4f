using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using Bridge.Keystore.Import;
using Bridge.Keystore.Own;
using Bridge.Keystore.Tests.Support;
using Bridge.Smime.Errors;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Import;

/// <summary>PKCS#12 as other programs write it and as nobody should: made here byte by byte.</summary>
public sealed class OddPkcs12Tests : IDisposable
{
    private static readonly ForgedIdentity s_authority = CertificateForge.Authority("Odd CA");
    private static readonly ForgedIdentity s_person = CertificateForge.Issue(s_authority, "odd@example.org");

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Indefinite_lengths_and_split_strings_are_read()
    {
        byte[] file = Export("pkcs12 -export -legacy", "Netscape4");
        byte[] ber = BerRewriter.Rewrite(file);
        Assert.NotEqual(file, ber);
        using KeystoreHome home = _folder.Open();
        Assert.Single(home.Keys.Import(ber, "netscape.p12", "Netscape4".AsMemory()).Keys);
    }

    [Theory]
    [InlineData("1.2.840.113549.2.9", 32)]
    [InlineData("1.2.840.113549.2.11", 64)]
    public void Pbmac1_is_checked(string hmac, int length)
    {
        byte[] file = Pbmac1File("Pbmac1-Wort", hmac, length, iterations: 2048);
        using KeystoreHome home = _folder.Open();
        Forged.Refused("passphrase-wrong", () => home.Keys.Import(file, "new.p12", "pbmac1-wort".AsMemory()));
        Assert.Single(home.Keys.Import(file, "new.p12", "Pbmac1-Wort".AsMemory()).Keys);
    }

    [Fact]
    public void Iteration_count_meant_to_hang_is_refused_at_once()
    {
        byte[] file = Pbmac1File("x", "1.2.840.113549.2.9", 32, iterations: 10_000_000, compute: false);
        using KeystoreHome home = _folder.Open();
        long started = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.Equal("import-iterations", Forged.Refused("limit-exceeded", () => home.Keys.Import(file, "slow.p12", "x".AsMemory())).Parameters["limit"]);
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("1.2.840.113549.2.7")]
    [InlineData("1.2.840.113549.2.8")]
    [InlineData("1.2.840.113549.2.11")]
    public void Long_keys_and_slow_digests_count_as_the_work_that_they_are(string hmac)
    {
        byte[] file = Pbmac1File("x", hmac, 128, iterations: 4_900_000, compute: false);
        using KeystoreHome home = _folder.Open();
        long started = System.Diagnostics.Stopwatch.GetTimestamp();
        Forged.Refused("limit-exceeded", () => home.Keys.Import(file, "slow.p12", "x".AsMemory()));
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Content_altered_under_the_right_passphrase_is_called_damaged_not_a_wrong_passphrase()
    {
        byte[] file = Export("pkcs12 -export", "Richtig");
        // The last bytes are iteration count, salt and digest of the integrity check: this hits the digest.
        file[^32] ^= 1;
        using KeystoreHome home = _folder.Open();
        Forged.Refused("file-unreadable", () => home.Keys.Import(file, "altered.p12", "Richtig".AsMemory()));
        Forged.Refused("passphrase-wrong", () => home.Keys.Import(file, "altered.p12", "Falsch".AsMemory()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Grüße an die Schlüssel")]
    [InlineData("パスワード")]
    [InlineData("🔑 beyond the plane")]
    public void Passphrase_of_any_letters_or_none(string passphrase)
    {
        using KeystoreHome home = _folder.Open();
        foreach (string kind in new[] { "pkcs12 -export", "pkcs12 -export -legacy" })
        {
            Assert.Single(home.Keys.Import(Export(kind, passphrase), "letters.p12", passphrase.AsMemory()).Keys);
        }
    }

    [Fact]
    public void Missing_passphrase_as_some_programs_write_it_is_tried_too()
    {
        // No password at all, where others write the empty one: zero bytes go into the derivation instead of two.
        byte[] safe = AuthenticatedSafe();
        byte[] salt = RandomNumberGenerator.GetBytes(8);
        using Vault.SecretBytes key = Pkcs12Kdf.Derive(ImportDigest.Sha1, Pkcs12Kdf.ForMac, [], salt, 2000, 20);
        byte[] file = Pfx(safe, mac =>
        {
            using (mac.PushSequence())
            {
                Algorithm(mac, "1.3.14.3.2.26");
                mac.WriteOctetString(HMACSHA1.HashData(key.Span, safe));
            }

            mac.WriteOctetString(salt);
            mac.WriteInteger(2000);
        });
        using KeystoreHome home = _folder.Open();
        Assert.Single(home.Keys.Import(file, "none.p12", default).Keys);
    }

    [Fact]
    public void Several_keys_and_duplicate_bags_come_in_once_each()
    {
        ForgedIdentity second = CertificateForge.Issue(s_authority, "odd2@example.org", KeyAlgorithm.Rsa);
        byte[] file = Pfx(AuthenticatedSafe(s_person, second, s_person), null);
        using KeystoreHome home = _folder.Open();
        KeyImport import = home.Keys.Import(file, "several.p12", default);
        Assert.Equal(2, import.AddedKeys);
        Assert.Equal([s_person.Certificate.Sha256, second.Certificate.Sha256], import.Keys.Select(k => k.Key.Id));
        KeyImport again = home.Keys.Import(file, "several.p12", default);
        Assert.Equal((0, 0, 2), (again.AddedKeys, again.AddedCertificates, again.Keys.Count));
        Assert.Equal(["imported"], home.Keys.Events(second.Certificate.Sha256).Select(e => e.What));
    }

    [Fact]
    public void Damaged_files_are_refused_and_never_anything_else()
    {
        using KeystoreHome home = _folder.Open();
        Random random = new(20);
        foreach (byte[] whole in new[] { Export("pkcs12 -export -legacy -iter 1", "p"), Pfx(AuthenticatedSafe(), null), Encoding.ASCII.GetBytes(Forged.Pem(s_person)) })
        {
            for (int i = 0; i < 150; i++)
            {
                byte[] damaged = i % 4 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
                for (int hits = i % 4; hits > 0 && damaged.Length > 0; hits--)
                {
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                }

                Exception? thrown = Record.Exception(() => home.Keys.Import(damaged, "damaged.p12", "p".AsMemory()));
                Assert.True(thrown is null or RefusalException, $"round {i}: {thrown}");
            }
        }

        home.CheckIntegrity();
        // Without an integrity check a certificate may come in altered; a key never does.
        Assert.All(home.Keys.List(), k => Assert.Equal(s_person.Certificate.SubjectPublicKeyInfo.ToArray(), k.Certificate.SubjectPublicKeyInfo.ToArray()));
    }

    private byte[] Export(string command, string password)
    {
        string source = _folder.Beside("source.pem"), target = _folder.Beside("target.p12");
        File.WriteAllText(source, Forged.Pem(s_person));
        Tool.Run("openssl", [.. command.Split(' '), "-in", source, "-out", target, "-passout", $"pass:{password}"]);
        return File.ReadAllBytes(target);
    }

    private static byte[] Pbmac1File(string password, string hmac, int length, int iterations, bool compute = true)
    {
        byte[] safe = AuthenticatedSafe(), salt = RandomNumberGenerator.GetBytes(16);
        HashAlgorithmName hash = length == 32 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512;
        byte[] key = compute ? Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, hash, length) : new byte[length];
        return Pfx(safe, mac =>
        {
            using (mac.PushSequence())
            {
                using (mac.PushSequence())
                {
                    mac.WriteObjectIdentifier("1.2.840.113549.1.5.14");
                    using (mac.PushSequence())
                    {
                        using (mac.PushSequence())
                        {
                            mac.WriteObjectIdentifier("1.2.840.113549.1.5.12");
                            using (mac.PushSequence())
                            {
                                mac.WriteOctetString(salt);
                                mac.WriteInteger(iterations);
                                mac.WriteInteger(length);
                                Algorithm(mac, hmac);
                            }
                        }

                        Algorithm(mac, hmac);
                    }
                }

                mac.WriteOctetString(CryptographicOperations.HmacData(hash, key, safe));
            }

            mac.WriteOctetString("NOT USED"u8);
            mac.WriteInteger(1);
        });
    }

    private static byte[] AuthenticatedSafe(params ForgedIdentity[] people)
    {
        people = people.Length == 0 ? [s_person] : people;
        AsnWriter bags = new(AsnEncodingRules.DER);
        using (bags.PushSequence())
        {
            foreach (ForgedIdentity person in people)
            {
                Bag(bags, "1", () => bags.WriteEncodedValue(person.Pkcs8));
                Bag(bags, "3", () =>
                {
                    using (bags.PushSequence())
                    {
                        bags.WriteObjectIdentifier("1.2.840.113549.1.9.22.1");
                        using (bags.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                        {
                            bags.WriteOctetString(person.Certificate.Der.Span);
                        }
                    }
                });
            }
        }

        AsnWriter safe = new(AsnEncodingRules.DER);
        using (safe.PushSequence())
        {
            Data(safe, bags.Encode());
        }

        return safe.Encode();
    }

    private static void Bag(AsnWriter writer, string type, Action value)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier($"1.2.840.113549.1.12.10.1.{type}");
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                value();
            }
        }
    }

    private static byte[] Pfx(byte[] safe, Action<AsnWriter>? writeMac)
    {
        AsnWriter pfx = new(AsnEncodingRules.DER);
        using (pfx.PushSequence())
        {
            pfx.WriteInteger(3);
            Data(pfx, safe);
            if (writeMac is not null)
            {
                using (pfx.PushSequence())
                {
                    writeMac(pfx);
                }
            }
        }

        return pfx.Encode();
    }

    private static void Data(AsnWriter writer, byte[] content)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.7.1");
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                writer.WriteOctetString(content);
            }
        }
    }

    private static void Algorithm(AsnWriter writer, string oid)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            writer.WriteNull();
        }
    }
}
