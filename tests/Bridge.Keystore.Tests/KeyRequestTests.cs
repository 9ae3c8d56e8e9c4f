using System.Security.Cryptography;
using Bridge.Keystore.Import;
using Bridge.Keystore.Own;
using Bridge.Keystore.Requests;
using Bridge.Keystore.Tests.Support;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Tests;

/// <summary>Requests, with openssl as the authority that checks and answers them.</summary>
public sealed class KeyRequestTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly KeystoreHome _home;

    public KeyRequestTests() => _home = _folder.Open();

    public void Dispose()
    {
        _home.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(RequestAlgorithm.Rsa3072, "keyEncipherment", "Key Encipherment")]
    [InlineData(RequestAlgorithm.P256, "keyAgreement", "Key Agreement")]
    [InlineData(RequestAlgorithm.P384, "keyAgreement", "Key Agreement")]
    [InlineData(RequestAlgorithm.Ed25519, "nonRepudiation", "Digital Signature")]
    public void Authority_takes_the_request_and_its_answer_joins_the_key(RequestAlgorithm algorithm, string usage, string asked)
    {
        PendingRequest request = _home.Requests.Create("Alice@example.org", "Alice Example", algorithm);
        string file = Save(request);
        (int code, string text, string said) = Tool.Try("openssl", "req", "-in", file, "-verify", "-noout", "-text");
        Assert.Equal(0, code);
        Assert.Contains("verify OK", said, StringComparison.Ordinal);
        Assert.Contains("email:Alice@example.org", text, StringComparison.Ordinal);
        Assert.Contains("CN = Alice Example", text, StringComparison.Ordinal);
        Assert.Contains(asked, text, StringComparison.Ordinal);
        Assert.Contains("E-mail Protection", text, StringComparison.Ordinal);

        string answer = Sign(file, usage);
        Assert.Equal(KeyFileKind.Answer, KeyFileInspection.Look(File.ReadAllBytes(answer), _home.Requests.AreAnswer));
        Assert.Equal(KeyFileKind.None, KeyFileInspection.Look(File.ReadAllBytes(_folder.Beside("ca.pem")), _home.Requests.AreAnswer));
        KeyImport import = _home.Keys.Import(File.ReadAllBytes(answer), "answer.pem", default);
        StoredKey key = Assert.Single(import.Keys);
        Assert.Equal((1, true, algorithm != RequestAlgorithm.Ed25519), (import.AddedKeys, key.CanSign, key.CanEncrypt));
        Assert.Equal("Alice Example", key.Name);
        Assert.Equal(["requested", "imported"], _home.Keys.Events(key.Key.Id).Select(e => e.What));
        Assert.Empty(_home.Requests.List());
        using ISigningKey signs = _home.Keys.OpenSigning(key.Key);
        Assert.NotEmpty(signs.Sign("data"u8, Smime.Cms.Signatures.SignatureSchemes.DefaultFor(signs.Algorithm, key.Key.Certificate.KeyBits)));
    }

    [Fact]
    public void Answer_may_be_pkcs7_with_the_chain_and_der()
    {
        string file = Save(_home.Requests.Create("a@example.org", null, RequestAlgorithm.P256));
        string answer = Sign(file, "keyAgreement"), bundle = _folder.Beside("answer.p7b");
        Tool.Run("openssl", "crl2pkcs7", "-nocrl", "-certfile", answer, "-certfile", _folder.Beside("ca.pem"), "-outform", "DER", "-out", bundle);
        KeyImport import = _home.Keys.Import(File.ReadAllBytes(bundle), "answer.p7b", default);
        Assert.Equal((1, 1), (import.AddedKeys, import.AddedCertificates));
        Assert.Equal(import.Keys[0].Key.Certificate, _home.Keys.SigningKeyFor("a@example.org", DateTimeOffset.UtcNow)?.Certificate);
    }

    [Fact]
    public void Local_part_beyond_ascii_becomes_an_smtp_utf8_mailbox_and_the_domain_a_labels()
    {
        PendingRequest request = _home.Requests.Create("jürgen@müller.example", null, RequestAlgorithm.P256);
        Assert.Equal("jürgen@xn--mller-kva.example", request.Address);
        string text = Tool.Run("openssl", "req", "-in", Save(request), "-noout", "-text", "-nameopt", "utf8");
        Assert.Contains("othername: SmtpUTF8Mailbox:", text.Replace(" 1.3.6.1.5.5.7.8.9:", " SmtpUTF8Mailbox:", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        PendingRequest domain = _home.Requests.Create("juergen@müller.example", null, RequestAlgorithm.P256);
        Assert.Contains("email:juergen@xn--mller-kva.example", Tool.Run("openssl", "req", "-in", Save(domain), "-noout", "-text"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", null, "address")]
    [InlineData("nobody", null, "address")]
    [InlineData("a b@example.org", null, "address")]
    [InlineData("Alice <a@example.org>", null, "address")]
    [InlineData("a@", null, "address")]
    [InlineData("a@example.org", "a name that is much longer than the sixty-four characters that fit there", "name")]
    public void Nothing_is_made_for_what_is_no_address_or_name(string address, string? name, string what)
    {
        Assert.Equal(what, Forged.Refused("request-invalid", () => _home.Requests.Create(address, name, RequestAlgorithm.P256)).Parameters["what"]);
        Assert.Empty(_home.Requests.List());
    }

    [Fact]
    public void Cancelled_request_is_gone_with_its_key_and_an_answer_finds_nothing()
    {
        PendingRequest request = _home.Requests.Create("a@example.org", null, RequestAlgorithm.P256);
        string answer = Sign(Save(request), "keyAgreement");
        _home.Requests.Cancel(request.Id[..10]);
        Assert.Empty(_home.Requests.List());
        Forged.Refused("request-unknown", () => _home.Requests.Cancel(request.Id));
        Forged.Refused("file-without-key", () => _home.Keys.Import(File.ReadAllBytes(answer), "answer.pem", default));
    }

    [Fact]
    public void Answer_for_another_key_leaves_the_request_waiting()
    {
        PendingRequest first = _home.Requests.Create("a@example.org", null, RequestAlgorithm.P256);
        using TestFolder elsewhere = new();
        using KeystoreHome other = elsewhere.Open();
        string answer = Sign(Save(other.Requests.Create("a@example.org", null, RequestAlgorithm.P256)), "keyAgreement");
        Forged.Refused("file-without-key", () => _home.Keys.Import(File.ReadAllBytes(answer), "answer.pem", default));
        Assert.Equal(first.Id, Assert.Single(_home.Requests.List()).Id);
        Assert.False(_home.Requests.AreAnswer(CertificateFile.Read(File.ReadAllBytes(answer), "answer.pem")));
    }

    [Fact]
    public void Waiting_key_is_sealed_and_survives_reopening()
    {
        PendingRequest request = _home.Requests.Create("a@example.org", null, RequestAlgorithm.P256, exportable: false);
        string answer = Sign(Save(request), "keyAgreement");
        using KeystoreHome again = _folder.Open();
        StoredKey key = Assert.Single(again.Keys.Import(File.ReadAllBytes(answer), "answer.pem", default).Keys);
        Assert.False(key.Exportable);
        using ECDsa open = ECDsa.Create();
        open.ImportPkcs8PrivateKey(again.Keys.OpenSecret(key.Key.Id).Span, out _);
        byte[] secret = open.ExportParameters(true).D!;
        Assert.All(Directory.GetFiles(_folder.Home, "keystore.db*"), f => Assert.True(File.ReadAllBytes(f).AsSpan().IndexOf(secret) < 0));
    }

    private string Save(PendingRequest request)
    {
        string file = _folder.Beside($"{request.Id[..8]}.csr");
        File.WriteAllText(file, request.Pem);
        return file;
    }

    private string Sign(string request, string usage)
    {
        string authority = _folder.Beside("ca.pem"), key = _folder.Beside("ca.key"), answer = request + ".pem", extensions = _folder.Beside("extensions");
        if (!File.Exists(authority))
        {
            Tool.Run(
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-subj", "/CN=Company CA", "-days", "30", "-keyout", key, "-out", authority);
        }

        File.WriteAllText(
            extensions,
            $"basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature,{usage}\nextendedKeyUsage=emailProtection\nsubjectKeyIdentifier=hash\nsubjectAltName=email:a@example.org\n");
        Tool.Run("openssl", "x509", "-req", "-in", request, "-CA", authority, "-CAkey", key, "-days", "20", "-extfile", extensions, "-out", answer);
        return answer;
    }
}
