using System.Text;
using Bridge.Keystore.Own;
using Bridge.Keystore.Tests.Keys;
using Bridge.Keystore.Tests.Support;
using Bridge.Keystore.Tokens;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Tokens;

/// <summary>Own keys on SoftHSM's tokens: chosen, listed, used, and checked by openssl.</summary>
[Collection("SoftHSM")]
public sealed class TokenKeyTests : IDisposable
{
    private static readonly Lazy<string> s_module = new(TokenShelf.CopyModule);

    private readonly ScriptedPrompt _prompt = new(SoftHsm.Pin);
    private readonly TokenWorld _world;

    public TokenKeyTests() => _world = new TokenWorld(_prompt, s_module.Value);

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(KeyAlgorithm.Rsa)]
    [InlineData(KeyAlgorithm.EcP256)]
    [InlineData(KeyAlgorithm.EcP384)]
    public void Openssl_verifies_what_a_token_signs_and_a_token_opens_what_openssl_encrypts(KeyAlgorithm algorithm)
    {
        (ForgedIdentity person, _, OwnKey key) = _world.NewOwnKey(algorithm);
        using Openssl openssl = new();
        openssl.Write("certificate.der", person.Certificate.Der.Span);
        openssl.Run("x509", "-inform", "DER", "-in", "certificate.der", "-out", "certificate.pem");
        openssl.Run("x509", "-in", "certificate.pem", "-pubkey", "-noout", "-out", "public.pem");
        openssl.Write("text", "what is signed"u8);

        using (ISigningKey signing = _world.Home.Keys.OpenSigning(key))
        {
            SignatureScheme scheme = SignatureSchemes.DefaultFor(algorithm, person.Certificate.KeyBits);
            openssl.Write("signature", signing.Sign("what is signed"u8, scheme));
            openssl.Run("dgst", $"-{scheme.Digest.Name}", "-verify", "public.pem", "-signature", "signature", "text");
        }

        openssl.Run("cms", "-encrypt", "-binary", "-aes256", "-outform", "DER", "-in", "text", "-out", "message", "-recip", "certificate.pem");
        using IDecryptionKey decryption = _world.Home.Keys.OpenDecryption(key);
        Assert.Equal("what is signed", Encoding.ASCII.GetString(Envelope.Open(openssl.Read("message"), decryption, person.Certificate)));
    }

    [Fact]
    public void Certificates_of_a_plugged_token_are_listed_without_pin_and_become_own_keys()
    {
        ForgedIdentity person = TokenWorld.Person();
        TokenAddress token = _world.NewToken(person);
        PluggedToken plugged = Plugged(token);
        TokenCertificate offered = Assert.Single(plugged.Certificates);
        Assert.Equal((person.Certificate, false, true, true), (offered.Certificate, offered.InUse, offered.CanSign, offered.CanEncrypt));
        Assert.Equal((PinState.Good, false, false), (plugged.Pin, plugged.HasPinPad, plugged.LoggedIn));
        Assert.Empty(_prompt.Asked);

        _world.Home.Keys.UseToken(token, person.Certificate.Sha256);
        SecretQuestion question = Assert.Single(_prompt.Asked);
        Assert.Equal((SecretKind.TokenPin, token.Label, 1, SecretReason.None), (question.Kind, question.Token, question.Attempt, question.Reason));
        StoredKey key = Assert.Single(_world.Home.Keys.ListStored());
        Assert.Equal((person.Certificate, false, true), (key.Key.Certificate, key.Exportable, key.Key.OnToken));
        Assert.Equal([token.Label], key.Tokens);
        Assert.Equal(person.Certificate, _world.Home.Keys.SigningKeyFor("a@example.org", DateTimeOffset.UtcNow)?.Certificate);
        Assert.True(Assert.Single(Plugged(token).Certificates).InUse);
        Forged.Refused("key-kept", () => _world.Home.Keys.ExportPkcs12(key.Key.Id, "passphrase"));
        Assert.Equal(["token-chosen"], _world.Home.Keys.Events(key.Key.Id).Select(e => e.What));

        _world.Home.Keys.Remove(key.Key.Id);
        Assert.Empty(_world.Home.Keys.ListStored());
        Assert.False(Assert.Single(Plugged(token).Certificates).InUse);
    }

    [Fact]
    public void Pin_is_asked_once_for_many_and_again_after_logging_out()
    {
        (_, TokenAddress token, OwnKey key) = _world.NewOwnKey(KeyAlgorithm.Rsa);
        _world.Home.Tokens.LogOut();
        Assert.False(Plugged(token).LoggedIn);
        int before = _prompt.Asked.Count;
        using Barrier together = new(8);
        _prompt.WhileAsking = () => Thread.Sleep(100);
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            together.SignalAndWait();
            _world.SignWith(key);
        }))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.Equal(before + 1, _prompt.Asked.Count);
        Assert.True(Plugged(token).LoggedIn);
        SecretQuestion question = _prompt.Asked[^1];
        Assert.Equal((SecretUse.Sign, "a@example.org"), (question.Use, question.Key));

        _world.Home.Tokens.LogOut();
        _world.SignWith(key);
        Assert.Equal(before + 2, _prompt.Asked.Count);
    }

    [Fact]
    public void Login_that_lies_unused_ends_by_itself()
    {
        HandClock clock = new();
        using TokenWorld world = new(_prompt, s_module.Value, clock);
        (_, TokenAddress token, OwnKey key) = world.NewOwnKey();
        bool LoggedIn() => world.Home.Tokens.List().Single(t => t.Address == token).LoggedIn;
        clock.Move(TimeSpan.FromMinutes(29));
        Assert.True(LoggedIn());
        world.SignWith(key);
        clock.Move(TimeSpan.FromMinutes(29));
        Assert.True(LoggedIn());
        Assert.Single(_prompt.Asked);
        clock.Move(TimeSpan.FromMinutes(2));
        Assert.False(LoggedIn());
        world.SignWith(key);
        Assert.Equal(2, _prompt.Asked.Count);
    }

    [Fact]
    public void Several_tokens_and_modules_serve_at_once()
    {
        string second = TokenShelf.CopyModule();
        _world.Home.Tokens.AddModule(second);
        (_, TokenAddress one, OwnKey rsa) = _world.NewOwnKey(KeyAlgorithm.Rsa);
        ForgedIdentity other = TokenWorld.Person(KeyAlgorithm.EcP521);
        TokenAddress two = _world.NewToken(other) with { Module = second };
        OwnKey ec = Assert.Single(_world.Home.Keys.UseToken(two, other.Certificate.Sha256).Keys).Key;
        Parallel.For(0, 20, i => _world.SignWith(i % 2 == 0 ? rsa : ec));
        Assert.Equal([one.Label, two.Label], _prompt.Asked.Select(q => q.Token));
    }

    [Fact]
    public void Key_that_is_in_software_too_asks_for_no_pin()
    {
        (ForgedIdentity person, _, OwnKey key) = _world.NewOwnKey();
        KeyImport imported = _world.Home.Keys.Import(Forged.File(person), "copy.pem", default);
        Assert.Equal(1, imported.AddedKeys);
        StoredKey both = Assert.Single(_world.Home.Keys.ListStored());
        Assert.False(both.Key.OnToken);
        Assert.True(both.Exportable);
        Assert.Single(both.Tokens);
        int asked = _prompt.Asked.Count;
        _world.Home.Tokens.LogOut();
        _world.SignWith(both.Key);
        Assert.Equal(asked, _prompt.Asked.Count);
        Assert.Equal(key.Id, both.Key.Id);
    }

    [Fact]
    public void Certificate_from_a_file_finds_its_key_among_others_on_the_token()
    {
        ForgedIdentity wanted = TokenWorld.Person(KeyAlgorithm.EcP256), other = TokenWorld.Person(KeyAlgorithm.EcP256), stranger = TokenWorld.Person(KeyAlgorithm.EcP256);
        TokenAddress token = _world.NewToken(other);
        byte[] id = TokenShelf.Hsm.Put(token.Label, wanted, certificate: false);
        Assert.Equal(other.Certificate, Assert.Single(Plugged(token).Certificates).Certificate);
        IReadOnlyList<TokenKeyObject> keys = _world.Home.Tokens.ListKeys(token);
        Assert.Equal(["P-256", "P-256"], keys.Select(k => k.Kind));
        Assert.Null(keys.Single(k => k.Id == Convert.ToHexStringLower(id)).Certificate);

        _world.SignWith(Assert.Single(_world.Home.Keys.UseToken(token, [wanted.Certificate]).Keys).Key);
        Forged.Refused("token-key-missing", () => _world.Home.Keys.UseToken(token, [stranger.Certificate]));
        Forged.Refused("certificate-unknown", () => _world.Home.Keys.UseToken(token, stranger.Certificate.Sha256));
    }

    [Fact]
    public void Renewed_certificate_on_a_token_takes_over_the_choice()
    {
        ForgedIdentity old = TokenWorld.Person(options: new ForgeOptions { NotBefore = DateTimeOffset.UtcNow.AddDays(-300) });
        TokenAddress token = _world.NewToken(old);
        _world.Home.Keys.UseToken(token, old.Certificate.Sha256);
        _world.Home.Identities.Use("a@example.org", old.Certificate.Sha256, null);
        ForgedIdentity renewed = TokenWorld.Person(options: new ForgeOptions { NotBefore = DateTimeOffset.UtcNow.AddDays(-1) });
        TokenShelf.Hsm.Put(token.Label, renewed);
        Assert.Equal(["a@example.org"], _world.Home.Keys.UseToken(token, renewed.Certificate.Sha256).Moved);
        Assert.Equal(2, _world.Home.Keys.List().Count);
    }

    [Fact]
    public void Key_generated_on_the_token_is_used_with_a_certificate_for_it()
    {
        TokenAddress token = _world.NewToken();
        TokenShelf.Hsm.Tool(token.Label, "--keypairgen", "--key-type", "EC:prime256v1", "--id", "0A", "--usage-sign", "--usage-derive");
        TokenKeyObject made = Assert.Single(_world.Home.Tokens.ListKeys(token));
        Assert.Equal(("0a", "P-256"), (made.Id, made.Kind));
        using Openssl openssl = new();
        openssl.Write("public.der", TokenShelf.Hsm.ReadPublicKey(token.Label, "0A"));
        openssl.Run("pkey", "-pubin", "-inform", "DER", "-in", "public.der", "-out", "public.pem");
        openssl.Run("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "ca.pem");
        openssl.Run("req", "-new", "-x509", "-key", "ca.pem", "-subj", "/CN=A CA", "-out", "ca.crt");
        openssl.Write("names", "subjectAltName=email:a@example.org\n"u8);
        openssl.Run(
            "x509", "-new", "-force_pubkey", "public.pem", "-subj", "/CN=generated", "-CA", "ca.crt", "-CAkey", "ca.pem", "-extfile", "names",
            "-outform", "DER", "-out", "certificate.der");
        Certificate certificate = Certificate.FromDer(openssl.Read("certificate.der"));
        OwnKey key = Assert.Single(_world.Home.Keys.UseToken(token, [certificate]).Keys).Key;
        _world.SignWith(key);
    }

    private PluggedToken Plugged(TokenAddress token)
    {
        _world.See(token);
        return _world.Home.Tokens.List().Single(t => t.Address == token);
    }
}
