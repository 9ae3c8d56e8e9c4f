using System.Security.Cryptography;
using Bridge.Keystore.Storage;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Os;
using Bridge.Keystore.Vault.Passphrases;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Keystore.Vault.SecretService;

namespace Bridge.Keystore.Tests.Vaults;

public sealed class KeyFileVaultTests : VaultContract
{
    internal override IVault Reopen() => new KeyFileVault(Path.Combine(Folder, "master.key"));
}

public sealed class PassphraseVaultTests : VaultContract
{
    private readonly Database _database;

    public PassphraseVaultTests() =>
        _database = new DatabaseFile(Path.Combine(Folder, "keystore.db"), new StorageOptions(), TimeProvider.System).Open();

    public override void Dispose()
    {
        _database.Dispose();
        base.Dispose();
    }

    internal override IVault Reopen() => new PassphraseVault(
        Path.Combine(Folder, "master.sealed"),
        new ScriptedPrompt("the passphrase", "the passphrase"),
        new UnlockThrottle(_database, TimeProvider.System),
        new Argon2Cost(1024, 1));
}

/// <summary>A real gnome-keyring, through libsecret.</summary>
[Collection(nameof(KeyringCollection))]
public sealed class SecretServiceVaultTests(Keyring keyring) : VaultContract
{
    internal override IVault Reopen()
    {
        keyring.Use();
        return new SystemVault(VaultKinds.SecretService, new SecretServiceStore(sessionBus: true), Folder, NoPrompt.Instance);
    }
}

/// <summary>The logic of DPAPI's vault, with the call to Windows replaced by AES under a key of the test's own.</summary>
public sealed class DpapiVaultTests : VaultContract
{
    private readonly AccountProtection _account = new();

    internal override IVault Reopen() => new DpapiVault(Path.Combine(Folder, "master.dpapi"), _account);

    [Fact]
    public void Another_account_does_not_open_it()
    {
        using MasterKey key = MasterKey.Generate();
        Reopen().Prepare(default).Keep(key);
        DpapiVault elsewhere = new(Path.Combine(Folder, "master.dpapi"), new AccountProtection());
        Smime.Errors.RefusalException refusal = Assert.Throws<Smime.Errors.RefusalException>(() => elsewhere.Find(key.Id, default));
        Assert.Equal("key-locked", refusal.Code);
    }

    private sealed class AccountProtection : IDataProtection
    {
        private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

        public byte[] Seal(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> binding)
        {
            byte[] box = new byte[28 + secret.Length];
            RandomNumberGenerator.Fill(box.AsSpan(0, 12));
            using AesGcm cipher = new(_key, 16);
            cipher.Encrypt(box.AsSpan(0, 12), secret, box.AsSpan(28), box.AsSpan(12, 16), binding);
            return box;
        }

        public SecretBytes? Open(ReadOnlySpan<byte> box, ReadOnlySpan<byte> binding)
        {
            SecretBytes secret = new(box.Length - 28);
            try
            {
                using AesGcm cipher = new(_key, 16);
                cipher.Decrypt(box[..12], box[28..], box.Slice(12, 16), secret.Span, binding);
                return secret;
            }
            catch (AuthenticationTagMismatchException)
            {
                secret.Dispose();
                return null;
            }
        }
    }
}

/// <summary>The logic of the keychain's vault, with the calls to macOS replaced by a table.</summary>
public sealed class KeychainVaultTests : VaultContract
{
    private readonly TableStore _table = new();

    internal override IVault Reopen() => new SystemVault(VaultKinds.Keychain, _table, Folder, NoPrompt.Instance);

    [Fact]
    public void A_locked_one_says_so()
    {
        _table.Trouble = new SecretStoreException("vault-locked", "locked");
        Assert.Equal("vault-locked", Reopen().FindTrouble());
        Smime.Errors.RefusalException refusal = Assert.Throws<Smime.Errors.RefusalException>(() => Reopen().Find("an id", default));
        Assert.Equal(("key-locked", "vault-locked"), (refusal.Code, refusal.Parameters["reason"]));
    }

    [Fact]
    public void A_copy_of_the_folder_opens_here_but_does_not_take_the_key_away()
    {
        using MasterKey key = MasterKey.Generate();
        Reopen().Prepare(default).Keep(key);
        File.WriteAllText(Path.Combine(Folder, "keystore.db"), "");
        SystemVault copy = new(VaultKinds.Keychain, _table, Folder + "-copy", NoPrompt.Instance);
        Assert.True(copy.Holds(key.Id));
        copy.Remove(key.Id);
        Assert.True(Reopen().Holds(key.Id));

        // The folder was moved: nobody is at the old place any more.
        File.Delete(Path.Combine(Folder, "keystore.db"));
        copy.Remove(key.Id);
        Assert.False(Reopen().Holds(key.Id));
    }
}
