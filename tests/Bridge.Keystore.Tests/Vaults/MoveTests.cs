using System.Security.Cryptography;
using Bridge.Keystore.Tests.Support;
using Bridge.Keystore.Vault;
using Bridge.Smime.Errors;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Vaults;

/// <summary>
/// From each vault to each other one, with a process that is killed after each step: the keystore always opens with what it
/// had, and the next start leaves exactly one copy of the master key.
/// </summary>
[Collection(nameof(KeyringCollection))]
public sealed class MoveTests(Keyring keyring) : IDisposable
{
    private static readonly string[] s_kinds = [VaultKinds.KeyFile, VaultKinds.Passphrase, VaultKinds.SecretService];
    private static readonly ForgedIdentity s_person = CertificateForge.Issue(CertificateForge.Authority("Move CA"), "move@example.org", KeyAlgorithm.Rsa);

    private readonly TestFolder _folder = new();

    public static TheoryData<string, string, string> Deaths
    {
        get
        {
            TheoryData<string, string, string> deaths = [];
            foreach (string from in s_kinds)
            {
                foreach ((string to, string step) in s_kinds.Where(k => k != from).SelectMany(k => VaultMove.Steps.Select(s => (k, s))))
                {
                    deaths.Add(from, to, step);
                }
            }

            return deaths;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Deaths))]
    public void Killed_after_a_step_it_opens_and_the_next_start_leaves_one_copy(string from, string to, string step)
    {
        string secret = Fill(from);
        Assert.Equal(MovingProcess.Killed, MovingProcess.Start(keyring.Address, _folder.Home, to, step));
        bool committed = VaultMove.Steps.ToList().IndexOf(step) >= 2;
        using KeystoreHome home = Open();
        Assert.Equal(committed ? to : from, home.Protection.Kind);
        Assert.Equal([home.Protection.Kind], Holders());
        Assert.Equal(secret, Digest(home));
        home.CheckIntegrity();

        // What was interrupted can be asked for again.
        home.Protection.Change(to);
        Assert.Equal([to], Holders());
        Assert.Equal(secret, Digest(home));
    }

    [Fact]
    public void Around_through_all_kinds_and_back()
    {
        string secret = Fill(VaultKinds.KeyFile);
        using KeystoreHome home = Open(), other = Open();
        foreach (string kind in (string[])[VaultKinds.Passphrase, VaultKinds.SecretService, VaultKinds.KeyFile, VaultKinds.SecretService, VaultKinds.Passphrase, VaultKinds.KeyFile])
        {
            home.Protection.Change(kind);
            Assert.Equal([kind], Holders());
            Assert.Equal(secret, Digest(home));

            // Another process, which was there before, finds the key where it is now.
            Assert.Equal(secret, Digest(other));
        }
    }

    [Fact]
    public void A_passphrase_is_replaced_by_another_in_one_step()
    {
        string secret = Fill(VaultKinds.Passphrase);
        using (KeystoreHome home = KeystoreHome.Open(_folder.Home, TimeProvider.System, MovingProcess.Settings(true) with { Prompt = new ScriptedPrompt(MovingProcess.Passphrase, "another passphrase") }))
        {
            home.Protection.Change(VaultKinds.Passphrase);
        }

        using KeystoreHome with = KeystoreHome.Open(_folder.Home, TimeProvider.System, MovingProcess.Settings(true) with { Prompt = new ScriptedPrompt("another passphrase") });
        Assert.Equal(secret, Digest(with));
        Assert.Equal([VaultKinds.Passphrase], Holders());
    }

    [Fact]
    public void A_dismissed_question_changes_nothing()
    {
        string secret = Fill(VaultKinds.KeyFile);
        using KeystoreHome home = KeystoreHome.Open(_folder.Home, TimeProvider.System, MovingProcess.Settings(true) with { Prompt = new ScriptedPrompt() });
        Assert.Equal("prompt-dismissed", Assert.Throws<RefusalException>(() => home.Protection.Change(VaultKinds.Passphrase)).Code);
        Assert.Equal([VaultKinds.KeyFile], Holders());
        Assert.Equal(secret, Digest(home));
    }

    [Fact]
    public void A_vault_that_is_not_here_is_refused_and_nothing_is_changed()
    {
        string secret = Fill(VaultKinds.KeyFile);
        using KeystoreHome home = KeystoreHome.Open(_folder.Home, TimeProvider.System, MovingProcess.Settings(bus: false));
        foreach (string kind in (string[])[VaultKinds.SecretService, VaultKinds.Dpapi, VaultKinds.Keychain])
        {
            RefusalException refusal = Assert.Throws<RefusalException>(() => home.Protection.Change(kind));
            Assert.Equal(("vault-unavailable", kind, "vault-absent"), (refusal.Code, refusal.Parameters["kind"], refusal.Parameters["reason"]));
        }

        Assert.Equal(secret, Digest(home));
    }

    [Fact]
    public void Two_that_move_it_at_once_leave_one_copy()
    {
        string secret = Fill(VaultKinds.KeyFile);
        Parallel.ForEach(Enumerable.Range(0, 8), new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            using KeystoreHome home = Open();
            home.Protection.Change(s_kinds[i % 3]);
            Assert.Equal(secret, Digest(home));
        });
        using KeystoreHome last = Open();
        Assert.Equal([last.Protection.Kind], Holders());
        Assert.Equal(secret, Digest(last));
    }

    private string Fill(string kind)
    {
        using KeystoreHome home = Open();
        home.Keys.Import(Forged.File(s_person), "move.pem", default);
        home.Protection.Change(kind);
        Assert.Equal([kind], Holders());
        return Digest(home);
    }

    private KeystoreHome Open()
    {
        keyring.Use();
        return KeystoreHome.Open(_folder.Home, TimeProvider.System, MovingProcess.Settings(bus: true));
    }

    // Looked at from outside: files by their names, the keyring by another client of it.
    private List<string> Holders()
    {
        List<string> holders = [];
        if (File.Exists(_folder.KeyFile))
        {
            holders.Add(VaultKinds.KeyFile);
        }

        if (File.Exists(Path.Combine(_folder.Home, "master.sealed")))
        {
            holders.Add(VaultKinds.Passphrase);
        }

        if (keyring.Search().Contains(_folder.Home, StringComparison.Ordinal))
        {
            holders.Add(VaultKinds.SecretService);
        }

        return holders;
    }

    private static string Digest(KeystoreHome home)
    {
        using SecretBytes secret = home.Keys.OpenSecret(s_person.Certificate.Sha256);
        return Convert.ToHexStringLower(SHA256.HashData(secret.Span));
    }
}
