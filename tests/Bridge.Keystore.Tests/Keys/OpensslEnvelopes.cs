using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using Bridge.Keystore.Keys;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Content;
using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Keys;

/// <summary>Enveloped messages that openssl makes, and ours opened by it: the encodings, KDFs and wraps are of one mind.</summary>
public sealed class OpensslEnvelopes : IDisposable
{
    private static readonly byte[] s_text = Encoding.ASCII.GetBytes("A text between two programs.\r\n");
    private readonly Openssl _openssl = new();

    public void Dispose() => _openssl.Dispose();

    public static TheoryData<KeyAlgorithm, string, string> Theirs => new()
    {
        { KeyAlgorithm.Rsa, "-aes128", "" },
        { KeyAlgorithm.Rsa, "-aes256", "-keyid" },
        { KeyAlgorithm.Rsa, "-des3", "" },
        { KeyAlgorithm.Rsa, "-aes-256-gcm", "" },
        { KeyAlgorithm.Rsa, "-aes192", "-keyopt rsa_padding_mode:oaep" },
        { KeyAlgorithm.Rsa, "-aes256", "-keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256" },
        { KeyAlgorithm.Rsa, "-aes256", "-keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha512 -keyopt rsa_mgf1_md:sha512" },
        { KeyAlgorithm.Rsa, "-aes256", "-keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256 -keyopt rsa_mgf1_md:sha1" },
        { KeyAlgorithm.Rsa, "-aes256", "-keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha224" },
        { KeyAlgorithm.Rsa, "-aes256", "-keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_label:0102030405" },
        { KeyAlgorithm.EcP256, "-aes128", "" },
        { KeyAlgorithm.EcP256, "-aes256", "-keyid" },
        { KeyAlgorithm.EcP256, "-des3", "" },
        { KeyAlgorithm.EcP256, "-aes-128-gcm", "-keyopt ecdh_kdf_md:sha256" },
        { KeyAlgorithm.EcP256, "-aes256", "-keyopt ecdh_kdf_md:sha224" },
        { KeyAlgorithm.EcP256, "-aes128", "-keyopt ecdh_kdf_md:sha256 -keyopt ecdh_cofactor_mode:1" },
        { KeyAlgorithm.EcP384, "-aes192", "-keyopt ecdh_kdf_md:sha384" },
        { KeyAlgorithm.EcP384, "-aes192", "-keyopt ecdh_kdf_md:sha384 -aes256-wrap" },
        { KeyAlgorithm.EcP521, "-aes256", "-keyopt ecdh_kdf_md:sha512" },
        { KeyAlgorithm.EcP521, "-aes128", "-keyopt ecdh_kdf_md:sha1 -keyopt ecdh_cofactor_mode:1" },
        { KeyAlgorithm.EcP256, "-aes128", "-keyopt ecdh_kdf_md:sha256 -aes192-wrap" },
        { KeyAlgorithm.EcP256, "-aes128", "-keyopt ecdh_kdf_md:sha256 -des3-wrap" },
    };

    [Theory]
    [MemberData(nameof(Theirs))]
    public void We_open_what_openssl_encrypts(KeyAlgorithm algorithm, string cipher, string options)
    {
        ForgedIdentity recipient = Recipient(algorithm);
        _openssl.Write("text", s_text);
        _openssl.Run(["cms", "-encrypt", "-binary", cipher, "-outform", "DER", "-in", "text", "-out", "message", "-recip", "certificate.pem", .. Split(options)]);
        using SoftwareKey key = SoftwareKey.FromPkcs8(recipient.Pkcs8, recipient.Certificate);
        Assert.Equal(s_text, Envelope.Open(_openssl.Read("message"), key, recipient.Certificate));
    }

    [Theory]
    [InlineData("brainpoolP256r1", "uncompressed")]
    [InlineData("brainpoolP256r1", "compressed")]
    [InlineData("brainpoolP384r1", "uncompressed")]
    [InlineData("brainpoolP512r1", "compressed")]
    public void We_open_what_openssl_encrypts_to_a_curve_that_the_message_does_not_name(string curve, string form)
    {
        _openssl.Run("ecparam", "-name", curve, "-genkey", "-noout", "-conv_form", form, "-out", "key.pem");
        _openssl.Run("req", "-x509", "-new", "-key", "key.pem", "-out", "certificate.pem", "-subj", "/CN=R");
        _openssl.Run("x509", "-in", "certificate.pem", "-outform", "DER", "-out", "certificate.der");
        _openssl.Run("pkcs8", "-topk8", "-nocrypt", "-in", "key.pem", "-outform", "DER", "-out", "key.der");
        Certificate certificate = Certificate.FromDer(_openssl.Read("certificate.der"));
        _openssl.Write("text", s_text);
        _openssl.Run("cms", "-encrypt", "-binary", "-aes256", "-outform", "DER", "-in", "text", "-out", "message", "-recip", "certificate.pem");
        using SoftwareKey key = SoftwareKey.FromPkcs8(_openssl.Read("key.der"), certificate);

        KeyAgreementRecipient recipient = Assert.IsType<KeyAgreementRecipient>(Assert.Single(Envelope.Recipients(_openssl.Read("message"))));
        Assert.True(recipient.Originator!.Algorithm.HasNoParameters);
        Assert.Equal(s_text, Envelope.Open(_openssl.Read("message"), key, certificate));
    }

    [Theory]
    [InlineData(KeyAlgorithm.Rsa, "AES-128-CBC", KeyTransportChoice.Compatible)]
    [InlineData(KeyAlgorithm.Rsa, "AES-256-CBC", KeyTransportChoice.Oaep)]
    [InlineData(KeyAlgorithm.Rsa, "AES-256-GCM", KeyTransportChoice.Compatible)]
    [InlineData(KeyAlgorithm.EcP256, "AES-128-CBC", KeyTransportChoice.Compatible)]
    [InlineData(KeyAlgorithm.EcP256, "AES-192-CBC", KeyTransportChoice.Compatible)]
    [InlineData(KeyAlgorithm.EcP256, "AES-256-CBC", KeyTransportChoice.Compatible)]
    [InlineData(KeyAlgorithm.EcP384, "AES-256-CBC", KeyTransportChoice.Compatible)]
    [InlineData(KeyAlgorithm.EcP521, "AES-256-GCM", KeyTransportChoice.Compatible)]
    public void Openssl_opens_what_we_encrypt(KeyAlgorithm algorithm, string content, KeyTransportChoice choice)
    {
        ForgedIdentity recipient = Recipient(algorithm);
        _openssl.Write("message", Envelope.Make(ContentAlgorithm.ByName(content)!, recipient.Certificate, choice, s_text));
        _openssl.Run("cms", "-decrypt", "-binary", "-inform", "DER", "-in", "message", "-out", "opened", "-recip", "certificate.pem", "-inkey", "key.pem");
        Assert.Equal(s_text, _openssl.Read("opened"));
    }

    [Theory]
    [InlineData(KeyAlgorithm.EcP256, "-aes128", "kari")]
    [InlineData(KeyAlgorithm.Rsa, "-aes128", "ktri")]
    public void Recipients_are_found_among_others(KeyAlgorithm algorithm, string cipher, string kind)
    {
        ForgedIdentity recipient = Recipient(algorithm);
        ForgedIdentity other = Identities.Of(algorithm, "o@example.com");
        _openssl.Write("other.der", other.Certificate.Der.Span);
        _openssl.Run("x509", "-inform", "DER", "-in", "other.der", "-out", "other.pem");
        _openssl.Write("text", s_text);
        _openssl.Run("cms", "-encrypt", "-binary", cipher, "-outform", "DER", "-in", "text", "-out", "message", "-recip", "other.pem", "-recip", "certificate.pem");
        using SoftwareKey key = SoftwareKey.FromPkcs8(recipient.Pkcs8, recipient.Certificate);
        using SoftwareKey otherKey = SoftwareKey.FromPkcs8(other.Pkcs8, other.Certificate);
        byte[] message = _openssl.Read("message");
        Assert.Equal(s_text, Envelope.Open(message, key, recipient.Certificate));
        Assert.Equal(s_text, Envelope.Open(message, otherKey, other.Certificate));
        Assert.Equal(kind, Envelope.Recipients(message)[0].Kind);
    }

    [Fact]
    public void Passwords_and_shared_keys_are_refused_with_the_reason()
    {
        ForgedIdentity recipient = Recipient(KeyAlgorithm.Rsa);
        _openssl.Write("text", s_text);
        _openssl.Run("cms", "-encrypt", "-binary", "-aes128", "-outform", "DER", "-in", "text", "-out", "message", "-pwri_password", "secret");
        _openssl.Run(
            "cms", "-encrypt", "-binary", "-aes128", "-outform", "DER", "-in", "text", "-out", "message2",
            "-secretkey", "000102030405060708090a0b0c0d0e0f", "-secretkeyid", "01");
        using SoftwareKey key = SoftwareKey.FromPkcs8(recipient.Pkcs8, recipient.Certificate);
        foreach ((string file, string kind, string reason) in new[] { ("message", "pwri", "password"), ("message2", "kekri", "symmetric") })
        {
            RecipientInfo info = Assert.Single(Envelope.Recipients(_openssl.Read(file)));
            Assert.Equal(kind, info.Kind);
            Assert.Empty(info.Recipients);
            CertificateIdentifier any = CertificateIdentifier.BySubjectKeyIdentifier(new byte[20]);
            UnsupportedAlgorithmException refused = Assert.Throws<UnsupportedAlgorithmException>(() => ContentKeys.Unwrap(info, any, key, 16));
            Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("SHA1", Oids.EcdhSha1Kdf)]
    [InlineData("SHA224", Oids.EcdhSha224Kdf)]
    [InlineData("SHA256", Oids.EcdhCofactorSha256Kdf)]
    [InlineData("SHA384", Oids.EcdhSha384Kdf)]
    [InlineData("SHA512", Oids.EcdhSha512Kdf)]
    public void X963_kdf_agrees(string digest, string scheme)
    {
        byte[] secret = RandomNumberGenerator.GetBytes(66);
        byte[] info = RandomNumberGenerator.GetBytes(31);
        string theirs = _openssl.Run(
            "kdf", "-keylen", "80", "-kdfopt", $"digest:{digest}", "-kdfopt", $"hexsecret:{Convert.ToHexString(secret)}",
            "-kdfopt", $"hexinfo:{Convert.ToHexString(info)}", "X963KDF");
        Assert.Equal(theirs.Trim().Replace(":", "", StringComparison.Ordinal), Convert.ToHexString(KeyDerivation.ForAgreement(scheme).Derive(secret, info, [], 80)));
    }

    [Theory]
    [InlineData("-des-ede3-cbc", Oids.DesEde3Cbc, 24, "")]
    [InlineData("-des-cbc", Oids.DesCbc, 8, "")]
    [InlineData("-rc2-cbc", Oids.Rc2Cbc, 16, "02013A")]
    [InlineData("-rc2-64-cbc", Oids.Rc2Cbc, 8, "020178")]
    [InlineData("-rc2-40-cbc", Oids.Rc2Cbc, 5, "020200A0")]
    public void Old_ciphers_are_read(string cipher, string oid, int keyBytes, string version)
    {
        byte[] key = RandomNumberGenerator.GetBytes(keyBytes);
        byte[] iv = RandomNumberGenerator.GetBytes(8);
        _openssl.Write("text", s_text);
        _openssl.Run(
            "enc", "-provider", "legacy", "-provider", "default", cipher, "-K", Convert.ToHexString(key), "-iv", Convert.ToHexString(iv),
            "-in", "text", "-out", "encrypted");
        byte[] octets = [4, 8, .. iv];
        byte[] body = [.. Convert.FromHexString(version), .. octets];
        AlgorithmId id = new(oid, version.Length == 0 ? octets : [0x30, (byte)body.Length, .. body]);
        Assert.Equal(s_text, Envelope.Decrypt(id, key, _openssl.Read("encrypted")));
    }

    private ForgedIdentity Recipient(KeyAlgorithm algorithm)
    {
        ForgedIdentity recipient = Identities.Of(algorithm, "r@example.com");
        _openssl.Write("key.der", recipient.Pkcs8);
        _openssl.Run("pkey", "-inform", "DER", "-in", "key.der", "-out", "key.pem");
        _openssl.Write("certificate.der", recipient.Certificate.Der.Span);
        _openssl.Run("x509", "-inform", "DER", "-in", "certificate.der", "-out", "certificate.pem");
        return recipient;
    }

    private static string[] Split(string options) => options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
