using Bridge.Keystore.Own;
using Bridge.Keystore.Tests.Support;
using Bridge.Keystore.Tokens;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Tokens;

/// <summary>A keystore with a module of its own, and people whose keys lie on tokens.</summary>
internal sealed class TokenWorld : IDisposable
{
    private static readonly ForgedIdentity s_authority = CertificateForge.Authority("Token CA");
    private static int s_tokens;

    private readonly TestFolder _folder = new();

    internal TokenWorld(ISecretPrompt prompt, string module, TimeProvider? clock = null)
    {
        Module = module;
        Home = KeystoreHome.Open(_folder.Home, clock ?? TimeProvider.System, prompt);
        Home.Tokens.AddModule(module);
    }

    internal string Module { get; }

    internal KeystoreHome Home { get; }

    internal static ForgedIdentity Person(KeyAlgorithm algorithm = KeyAlgorithm.EcP256, ForgeOptions? options = null, string address = "a@example.org") =>
        CertificateForge.Issue(s_authority, address, algorithm, options);

    /// <summary>A token with these people's keys, reached through this world's module.</summary>
    internal TokenAddress NewToken(params ForgedIdentity[] people)
    {
        TokenAddress token = TokenShelf.NewToken($"card {Interlocked.Increment(ref s_tokens)}");
        foreach (ForgedIdentity person in people)
        {
            TokenShelf.Hsm.Put(token.Label, person);
        }

        return token with { Module = Module };
    }

    /// <summary>The one person's key, on a new token and in use.</summary>
    internal (ForgedIdentity Person, TokenAddress Token, OwnKey Key) NewOwnKey(KeyAlgorithm algorithm = KeyAlgorithm.EcP256)
    {
        ForgedIdentity person = Person(algorithm);
        TokenAddress token = NewToken(person);
        KeyImport used = Home.Keys.UseToken(token, person.Certificate.Sha256);
        return (person, token, Assert.Single(used.Keys).Key);
    }

    /// <summary>Makes the module look for a token that came after it was started.</summary>
    internal void See(TokenAddress token)
    {
        if (!Home.Tokens.List().Any(t => t.Address == token))
        {
            Assert.True(Bridge.Keystore.Tokens.Cryptoki.CryptokiModule.Load(Module).Restart());
        }
    }

    /// <summary>Signs, and checks the signature against the certificate.</summary>
    internal void SignWith(OwnKey key)
    {
        using ISigningKey signing = Home.Keys.OpenSigning(key);
        Sign(signing, key.Certificate);
    }

    internal static void Sign(ISigningKey key, Certificate certificate)
    {
        SignatureScheme scheme = SignatureSchemes.DefaultFor(key.Algorithm, certificate.KeyBits);
        (Smime.Cms.AlgorithmId signature, Smime.Cms.AlgorithmId digest) = SignatureSchemes.Identifiers(scheme, key.Algorithm);
        byte[] value = key.Sign("what is signed"u8, scheme);
        SignatureCheck check = SignatureVerifier.Verify(
            certificate.SubjectPublicKeyInfo, signature, digest, "what is signed"u8.ToArray(), value, new Limits());
        Assert.Equal(SignatureCheckStatus.Good, check.Status);
    }

    public void Dispose()
    {
        Home.Dispose();
        _folder.Dispose();
    }
}
