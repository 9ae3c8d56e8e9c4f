using System.Diagnostics;
using Bridge.Keystore.Tests.Support;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Keystore.Vault.SecretService;
using Bridge.Smime.Errors;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Vaults;

/// <summary>A whole keystore on a real gnome-keyring: by default, locked, absent, and from a copied folder.</summary>
[Collection(nameof(KeyringCollection))]
public sealed class SecretServiceTests(Keyring keyring) : IDisposable
{
    private static readonly ForgedIdentity s_person = CertificateForge.Issue(CertificateForge.Authority("Ring CA"), "ring@example.org", KeyAlgorithm.Rsa);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_keystore_begins_there_when_it_works_and_asked_for_by_default()
    {
        using KeystoreHome home = Open(byDefault: true);
        home.Keys.Import(Forged.File(s_person), "ring.pem", default);
        Assert.Equal(VaultKinds.SecretService, home.Protection.Kind);
        Assert.False(File.Exists(_folder.KeyFile));
        using KeystoreHome again = Open(byDefault: false);
        again.Keys.OpenSigning(again.Keys.List()[0]).Dispose();
    }

    [Fact]
    public void Without_a_session_bus_a_new_keystore_begins_with_a_key_file()
    {
        using KeystoreHome home = KeystoreHome.Open(_folder.Home, TimeProvider.System, new VaultSettings { SystemVaultByDefault = true, SessionBus = false });
        home.Keys.Import(Forged.File(s_person), "ring.pem", default);
        Assert.Equal(VaultKinds.KeyFile, home.Protection.Kind);
    }

    [Fact]
    public void Where_the_service_is_gone_the_keys_are_locked_and_say_so()
    {
        Fill();
        using KeystoreHome elsewhere = KeystoreHome.Open(_folder.Home, TimeProvider.System, new VaultSettings { SessionBus = false });
        Assert.Equal("vault-absent", elsewhere.FindLock());
        RefusalException refusal = Assert.Throws<RefusalException>(() => elsewhere.Keys.OpenSigning(elsewhere.Keys.List()[0]));
        Assert.Equal(("key-locked", "vault-absent"), (refusal.Code, refusal.Parameters["reason"]));
    }

    [Fact]
    public void A_locked_keyring_refuses_and_does_not_hang()
    {
        Fill();
        keyring.Lock();
        try
        {
            using KeystoreHome home = Open(byDefault: false);
            Assert.Equal("vault-locked", home.FindLock());
            Assert.Contains(new VaultOffer(VaultKinds.SecretService, "vault-locked"), home.Protection.Look().Offers);
            long began = Stopwatch.GetTimestamp();
            RefusalException refusal = Assert.Throws<RefusalException>(() => home.Keys.OpenSigning(home.Keys.List()[0]));
            Assert.Equal("key-locked", refusal.Code);
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(2), "it waited for a user who is not there");
        }
        finally
        {
            keyring.Unlock();
        }
    }

    [Fact]
    public void A_service_that_was_started_anew_is_used_again()
    {
        using KeystoreHome home = Open(byDefault: true);
        home.Keys.Import(Forged.File(s_person), "ring.pem", default);
        keyring.Unlock();
        home.Keys.OpenSigning(home.Keys.List()[0]).Dispose();
        Assert.Equal(VaultKinds.SecretService, home.Protection.Kind);
    }

    [Fact]
    public void A_service_that_does_not_answer_is_given_up()
    {
        Fill();
        using IDisposable frozen = keyring.Freeze();
        using KeystoreHome home = Open(byDefault: false);
        Assert.NotNull(home.FindLock());
    }

    private void Fill()
    {
        using KeystoreHome home = Open(byDefault: true);
        home.Keys.Import(Forged.File(s_person), "ring.pem", default);
        Assert.Equal(VaultKinds.SecretService, home.Protection.Kind);
    }

    private KeystoreHome Open(bool byDefault)
    {
        keyring.Use();
        return KeystoreHome.Open(_folder.Home, TimeProvider.System, new VaultSettings { SystemVaultByDefault = byDefault, SessionBus = true });
    }
}
