using Bridge.Keystore.Own;
using Bridge.Keystore.Tests.Support;
using Bridge.Smime.Ports;
using Bridge.Smime.Sending;
using Bridge.Smime.Values;
using Bridge.TestKit;
using Org.BouncyCastle.Asn1.X509;

namespace Bridge.Keystore.Tests;

/// <summary>Which key is used for what.</summary>
public sealed class KeyStoreTests : IDisposable
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.UtcNow;
    private static readonly ForgedIdentity s_authority = CertificateForge.Authority("Choice CA");

    private readonly TestFolder _folder = new();
    private readonly KeystoreHome _home;

    public KeyStoreTests() => _home = _folder.Open();

    public void Dispose()
    {
        _home.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Only_key_of_an_address_is_chosen_by_itself_however_the_address_is_written()
    {
        ForgedIdentity alice = Import("Alice@XN--exmple-cua.org");
        Assert.Equal(alice.Certificate, _home.Keys.SigningKeyFor("aLICE@xn--exmple-cua.ORG", s_now)?.Certificate);
        Assert.Equal(alice.Certificate, _home.Keys.EncryptionKeyFor("alice@EXÄMPLE.org", s_now)?.Certificate);
        Assert.Null(_home.Keys.SigningKeyFor("bob@example.org", s_now));
    }

    [Fact]
    public void Among_several_the_valid_one_that_began_last_is_chosen()
    {
        Import("a@example.org", new ForgeOptions { NotBefore = s_now.AddDays(-100) });
        ForgedIdentity newer = Import("a@example.org", new ForgeOptions { NotBefore = s_now.AddDays(-10) });
        Import("a@example.org", new ForgeOptions { NotBefore = s_now.AddDays(-5), NotAfter = s_now.AddDays(-1) });
        Import("a@example.org", new ForgeOptions { NotBefore = s_now.AddDays(1) });
        Assert.Equal(newer.Certificate, _home.Keys.SigningKeyFor("a@example.org", s_now)?.Certificate);
        Assert.Equal(4, _home.Keys.List().Count);
    }

    [Fact]
    public void Signing_and_encryption_keys_are_told_apart_by_their_usage()
    {
        ForgedIdentity signs = Import("a@example.org", new ForgeOptions { KeyUsage = KeyUsage.DigitalSignature }, KeyAlgorithm.Rsa);
        ForgedIdentity decrypts = Import("a@example.org", new ForgeOptions { KeyUsage = KeyUsage.KeyEncipherment }, KeyAlgorithm.Rsa);
        Import("a@example.org", new ForgeOptions { ExtendedKeyUsage = ["1.3.6.1.5.5.7.3.1"], NotBefore = s_now.AddDays(-1) }, KeyAlgorithm.Rsa);
        Assert.Equal(signs.Certificate, _home.Keys.SigningKeyFor("a@example.org", s_now)?.Certificate);
        Assert.Equal(decrypts.Certificate, _home.Keys.EncryptionKeyFor("a@example.org", s_now)?.Certificate);
        Forged.Refused("key-unfit", () => _home.Identities.Use("a@example.org", decrypts.Certificate.Sha256, null));
        Forged.Refused("key-unknown", () => _home.Identities.Use("a@example.org", "00", null));
    }

    [Fact]
    public void Choice_wins_while_its_key_is_valid_and_then_yields()
    {
        ForgedIdentity chosen = Import("a@example.org", new ForgeOptions { NotBefore = s_now.AddDays(-100), NotAfter = s_now.AddDays(2) });
        ForgedIdentity newer = Import("a@example.org", new ForgeOptions { CommonName = "another name" });
        _home.Identities.Use("A@example.org", chosen.Certificate.Sha256, null);
        Assert.Equal(chosen.Certificate, _home.Keys.SigningKeyFor("a@example.org", s_now)?.Certificate);
        Assert.Equal(newer.Certificate, _home.Keys.EncryptionKeyFor("a@example.org", s_now)?.Certificate);
        Assert.Equal(newer.Certificate, _home.Keys.SigningKeyFor("a@example.org", s_now.AddDays(3))?.Certificate);
    }

    [Fact]
    public void Key_without_the_address_serves_it_only_when_chosen()
    {
        ForgedIdentity other = Import("other@example.org");
        Assert.Null(_home.Keys.SigningKeyFor("alias@example.org", s_now));
        _home.Identities.Use("alias@example.org", other.Certificate.Sha256, null);
        Assert.Equal(other.Certificate, _home.Keys.SigningKeyFor("alias@example.org", s_now)?.Certificate);
    }

    [Fact]
    public void Expired_or_revoked_key_never_signs_but_decrypts_for_ever()
    {
        ForgedIdentity expired = Import("a@example.org", new ForgeOptions { NotBefore = s_now.AddDays(-9), NotAfter = s_now.AddDays(-1) });
        OwnKey key = Assert.Single(_home.Keys.List());
        Assert.Null(_home.Keys.SigningKeyFor("a@example.org", s_now));
        Forged.Refused("key-unusable", () => _home.Keys.OpenSigning(key));
        using IDisposable opened = _home.Keys.OpenDecryption(key);

        ForgedIdentity revoked = Import("r@example.org");
        _home.Keys.IsRevoked = (certificate, _) => certificate.Equals(revoked.Certificate);
        Assert.Null(_home.Keys.SigningKeyFor("r@example.org", s_now));
        Assert.Null(_home.Keys.EncryptionKeyFor("r@example.org", s_now));
        Assert.Contains(revoked.Certificate, _home.Keys.List().Select(k => k.Certificate));
        Assert.Contains(expired.Certificate, _home.Keys.List().Select(k => k.Certificate));
    }

    [Fact]
    public void Keys_are_found_as_a_message_names_them()
    {
        ForgedIdentity alice = Import("a@example.org");
        Import("b@example.org");
        Certificate c = alice.Certificate;
        Assert.Equal(c, Assert.Single(_home.Keys.Find(CertificateIdentifier.ByIssuerAndSerial(c.IssuerDer, c.SerialNumber))).Certificate);
        Assert.Equal(c, Assert.Single(_home.Keys.Find(CertificateIdentifier.BySubjectKeyIdentifier(c.SubjectKeyIdentifier!.Value))).Certificate);
        Assert.Empty(_home.Keys.Find(CertificateIdentifier.ByIssuerAndSerial(c.IssuerDer, new byte[] { 1 })));
        Assert.Equal(c, _home.Keys.Get(c.Sha256[..12]).Key.Certificate);
        Forged.Refused("key-unknown", () => _home.Keys.Get(c.Sha256[..4]));
    }

    [Fact]
    public void Renewal_of_the_same_second_takes_over_when_it_is_good_for_longer()
    {
        ForgeOptions Good(int days) => new() { NotBefore = s_now.AddDays(-1), NotAfter = s_now.AddDays(days) };
        _home.Identities.Use("a@example.org", Import("a@example.org", Good(5)).Certificate.Sha256, null);
        Assert.Equal(Import("a@example.org", Good(800)).Certificate.Sha256, _home.Identities.Find("a@example.org").SigningKey);
    }

    [Fact]
    public void Renewal_takes_over_the_choice_and_leaves_the_old_key()
    {
        ForgedIdentity old = Import("a@example.org", new ForgeOptions { NotBefore = s_now.AddDays(-300) });
        _home.Identities.Use("a@example.org", old.Certificate.Sha256, null);
        ForgedIdentity renewed = CertificateForge.Issue(s_authority, "a@example.org", options: new ForgeOptions { NotBefore = s_now.AddDays(-1) });
        KeyImport import = _home.Keys.Import(Forged.File(renewed), "renewed.pem", default);
        Assert.Equal(["a@example.org"], import.Moved);
        Assert.Equal(renewed.Certificate.Sha256, _home.Identities.Find("a@example.org").SigningKey);
        Assert.Null(_home.Identities.Find("a@example.org").EncryptionKey);
        Assert.Equal(2, _home.Keys.List().Count);
        // Importing the old one again does not move it back.
        Assert.Empty(_home.Keys.Import(Forged.File(old), "old.pem", default).Moved);
        Assert.Equal(renewed.Certificate.Sha256, _home.Identities.Find("a@example.org").SigningKey);
    }

    [Fact]
    public void Identity_settings_are_kept_and_listed_with_the_addresses_of_keys()
    {
        Import("a@example.org");
        Assert.Equal(new Identity("a@example.org"), Assert.Single(_home.Identities.List()));
        Identity set = new("b@example.org", null, null, SignByDefault: true, EncryptByDefault: true, IncludeCertificates: false, SignatureForm.Opaque);
        Assert.Equal(set, _home.Identities.Set(set with { Address = "B@Example.ORG" }));
        Assert.Equal(["a@example.org", "b@example.org"], _home.Identities.List().Select(i => i.Address));
        Assert.Equal(set, _home.Identities.Find("b@example.org"));
    }

    [Fact]
    public void Removed_key_is_gone_with_its_certificate_and_its_choices()
    {
        ForgedIdentity alice = Import("a@example.org");
        ForgedIdentity mailed = Import("b@example.org");
        _home.Identities.Use("a@example.org", alice.Certificate.Sha256, alice.Certificate.Sha256);
        _home.Certificates.Add([mailed.Certificate], CertificateOrigin.Imported);
        _home.Keys.Remove(alice.Certificate.Sha256);
        _home.Keys.Remove(mailed.Certificate.Sha256);
        Assert.Empty(_home.Keys.List());
        Assert.Null(_home.Identities.Find("a@example.org").SigningKey);
        Assert.Null(_home.Certificates.FindByFingerprint(alice.Certificate.Sha256));
        Assert.Equal(CertificateOrigin.Imported, _home.Certificates.FindByFingerprint(mailed.Certificate.Sha256)?.Origin);
        Assert.Equal(["imported", "removed"], _home.Keys.Events(alice.Certificate.Sha256).Select(e => e.What));
        Forged.Refused("key-unknown", () => _home.Keys.Remove(alice.Certificate.Sha256));
    }

    [Fact]
    public void Key_signs_after_reopening()
    {
        ForgedIdentity alice = Import("a@example.org");
        using KeystoreHome again = _folder.Open();
        OwnKey key = again.Keys.SigningKeyFor("a@example.org", s_now)!;
        using ISigningKey signing = again.Keys.OpenSigning(key);
        Assert.Equal(alice.Algorithm, signing.Algorithm);
        Assert.NotEmpty(signing.Sign("data"u8, Smime.Cms.Signatures.SignatureSchemes.DefaultFor(signing.Algorithm, key.Certificate.KeyBits)));
    }

    private ForgedIdentity Import(string address, ForgeOptions? options = null, KeyAlgorithm algorithm = KeyAlgorithm.EcP256)
    {
        ForgedIdentity identity = CertificateForge.Issue(s_authority, address, algorithm, options);
        _home.Keys.Import(Forged.File(identity), "test.pem", default);
        return identity;
    }
}
