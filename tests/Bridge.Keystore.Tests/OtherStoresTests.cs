using Bridge.Keystore.RevocationData;
using Bridge.Keystore.Tests.Support;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;
using Bridge.TestKit;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Bridge.Keystore.Tests;

/// <summary>Anchors, policy, revocation data, the record of verifications, and the normal form of addresses.</summary>
public sealed class OtherStoresTests : IDisposable
{
    private static readonly DateTime s_day = new(2026, 5, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly ForgedIdentity s_root = CertificateForge.Authority("Stores Root");

    private readonly TestFolder _folder = new();
    private readonly KeystoreHome _home;

    public OtherStoresTests() => _home = _folder.Open();

    public void Dispose()
    {
        _home.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Anchor_is_added_only_with_the_fingerprint_that_was_confirmed()
    {
        Certificate root = s_root.Certificate;
        Forged.Refused("fingerprint-mismatch", () => _home.Anchors.Add(root, new string('0', 64)));
        Assert.Empty(_home.Anchors.List());
        _home.Anchors.Add(root, root.Sha256.ToUpperInvariant());
        _home.Anchors.Add(root);
        TrustAnchor anchor = Assert.Single(_home.Anchors.Find(root.SubjectDer));
        Assert.Equal((root, "user"), (anchor.Certificate, anchor.Source));
        Assert.Null(_home.Certificates.FindByFingerprint(root.Sha256));
        _home.Anchors.Remove(root.Sha256);
        Assert.Empty(_home.Anchors.List());
        Forged.Refused("certificate-unknown", () => _home.Anchors.Remove(root.Sha256));
    }

    [Fact]
    public void Policy_keeps_valid_values_only()
    {
        Assert.Equal("false", _home.Policy.Set("trust.systemAnchors", "False"));
        Forged.Refused("policy-unknown", () => _home.Policy.Set("trust.everybody", "true"));
        Forged.Refused("policy-value", () => _home.Policy.Set("signatures.minimumRsaBits", "many"));
        using (KeystoreHome again = _folder.Open())
        {
            Assert.False(again.Policy.Load().SystemAnchors);
            Assert.Equal("trust.systemAnchors", Assert.Single(again.Policy.Values()).Key);
        }

        _home.Policy.Reset("TRUST.systemanchors");
        Assert.True(_home.Policy.Load().SystemAnchors);
        Forged.Refused("policy-unknown", () => _home.Policy.Reset("nonsense"));
    }

    [Fact]
    public void Newer_list_of_the_same_kind_replaces_the_older_and_no_other()
    {
        byte[] first = Crl(1, s_day), second = Crl(2, s_day.AddDays(7)), delta = Crl(3, s_day.AddDays(8), deltaOf: 2), twin = Crl(2, s_day.AddDays(7), entries: 1);
        StoredCrl added = _home.Revocation.Add(first, "first.crl");
        Assert.Equal(("1", false, null), (added.Number, added.IsDelta, added.Source));
        _home.Revocation.Add(delta, "delta.crl");
        _home.Revocation.SaveCrl(second, "http://crl.example.org/ca.crl", s_day);
        Assert.Equal(3, _home.Revocation.FindCrls(s_root.Certificate.SubjectDer).Count);
        _home.Revocation.Add(second, "second.crl");
        Assert.Equal(["3", "2"], _home.Revocation.List().Select(c => c.Number));
        Assert.All(_home.Revocation.List(), c => Assert.Null(c.Source));
        _home.Revocation.Add(twin, "twin.crl");
        Assert.Equal(3, _home.Revocation.List().Count);
    }

    [Fact]
    public void Fetched_list_never_pushes_out_one_that_the_user_added()
    {
        byte[] users = Crl(1, s_day);
        _home.Revocation.Add(users, "users.crl");
        _home.Revocation.SaveCrl(Crl(9, s_day.AddDays(30)), "http://evil.example.org/ca.crl", s_day);
        Assert.Contains(_home.Revocation.FindCrls(s_root.Certificate.SubjectDer), c => c.Span.SequenceEqual(users));
        _home.Revocation.SaveCrl(Crl(10, s_day.AddDays(31)), "http://crl.example.org/ca.crl", s_day);
        Assert.Equal(2, _home.Revocation.List().Count);
    }

    [Fact]
    public void Something_that_is_no_list_is_refused()
    {
        Forged.Refused("file-unreadable", () => _home.Revocation.Add(new byte[] { 1, 2, 3 }, "no.crl"));
        Assert.Throws<MalformedException>(() => _home.Revocation.SaveCrl(s_root.Certificate.Der, null, s_day));
    }

    [Fact]
    public void List_as_pem_is_taken()
    {
        string pem = System.Security.Cryptography.PemEncoding.WriteString("X509 CRL", Crl(1, s_day));
        Assert.Equal("1", _home.Revocation.Add(System.Text.Encoding.ASCII.GetBytes(pem), "list.pem").Number);
    }

    [Fact]
    public void Answer_of_a_responder_is_kept_and_replaced()
    {
        Assert.Null(_home.Revocation.FindOcsp(s_root.Certificate.Sha256));
        _home.Revocation.SaveOcsp(s_root.Certificate.Sha256, new byte[] { 1 }, s_day);
        _home.Revocation.SaveOcsp(s_root.Certificate.Sha256, new byte[] { 2 }, s_day.AddDays(1));
        Assert.Equal([2], _home.Revocation.FindOcsp(s_root.Certificate.Sha256)!.Value.ToArray());
    }

    [Fact]
    public void First_time_of_a_good_signature_is_remembered()
    {
        string signature = new('a', 64), certificate = s_root.Certificate.Sha256;
        Assert.Null(_home.Verifications.FirstValid(signature, certificate));
        _home.Verifications.RecordValid(signature, certificate, s_day);
        _home.Verifications.RecordValid(signature, certificate, s_day.AddDays(5));
        Assert.Equal(new DateTimeOffset(s_day), _home.Verifications.FirstValid(signature, certificate));
        _home.Verifications.RecordValid(signature, certificate, s_day.AddDays(-5));
        Assert.Equal(new DateTimeOffset(s_day.AddDays(-5)), _home.Verifications.FirstValid(signature, certificate));
        Assert.Null(_home.Verifications.FirstValid(new string('b', 64), certificate));
    }

    [Theory]
    [InlineData("Bob@Example.ORG", "bob@example.org")]
    [InlineData(" bob@example.org. ", "bob@example.org")]
    [InlineData("Jürgen@Bücher.example", "jürgen@xn--bcher-kva.example")]
    [InlineData("bob@BÜCHER.example", "bob@xn--bcher-kva.example")]
    [InlineData("\"odd @ one\"@Example.org", "\"odd @ one\"@example.org")]
    [InlineData("no-domain", "no-domain")]
    [InlineData("bob@-\u0000bad..ü", "bob@-\u0000bad..ü")]
    public void Addresses_have_one_normal_form(string written, string normal) => Assert.Equal(normal, MailAddresses.Normalise(written));

    private static byte[] Crl(int number, DateTime thisUpdate, int? deltaOf = null, int entries = 0)
    {
        X509V2CrlGenerator generator = new();
        generator.SetIssuerDN(s_root.Certificate.Structure.Subject);
        generator.SetThisUpdate(thisUpdate);
        generator.SetNextUpdate(thisUpdate.AddDays(7));
        generator.AddExtension(X509Extensions.CrlNumber, false, new CrlNumber(BigInteger.ValueOf(number)));
        for (int i = 0; i < entries; i++)
        {
            generator.AddCrlEntry(BigInteger.ValueOf(100 + i), thisUpdate, CrlReason.KeyCompromise);
        }

        if (deltaOf is { } baseNumber)
        {
            generator.AddExtension(X509Extensions.DeltaCrlIndicator, true, new CrlNumber(BigInteger.ValueOf(baseNumber)));
        }

        return generator.Generate(new Asn1SignatureFactory("SHA256withECDSA", PrivateKeyFactory.CreateKey(s_root.Pkcs8))).GetEncoded();
    }
}
