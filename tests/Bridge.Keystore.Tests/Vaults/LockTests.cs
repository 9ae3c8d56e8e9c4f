using Bridge.Keystore.Tests.Support;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Passphrases;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Vaults;

/// <summary>A keystore under a passphrase: what is asked and when, locking on demand and by time, and wrong ones.</summary>
public sealed class LockTests : IDisposable
{
    private const string Passphrase = "rain on a tin roof";

    private static readonly ForgedIdentity s_person = CertificateForge.Issue(CertificateForge.Authority("Lock CA"), "lock@example.org", KeyAlgorithm.Rsa);

    private readonly TestFolder _folder = new();
    private readonly StillClock _clock = new() { Now = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds()) };
    private readonly ScriptedPrompt _user = new();
    private readonly KeystoreHome _home;

    public LockTests()
    {
        using (KeystoreHome first = Open(new ScriptedPrompt(Passphrase)))
        {
            first.Keys.Import(Forged.File(s_person), "lock.pem", default);
            first.Protection.Change(VaultKinds.Passphrase);
        }

        _home = Open(_user);
    }

    public void Dispose()
    {
        _home.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Each_use_says_what_for()
    {
        _user.WillAnswer(Passphrase);
        Sign();
        Assert.Equal(new SecretQuestion(SecretKind.KeystorePassphrase, SecretUse.Sign, "lock@example.org"), Assert.Single(_user.Asked));
        _home.Protection.Lock();
        _user.WillAnswer(Passphrase);
        _home.Keys.OpenDecryption(Key).Dispose();
        Assert.Equal(SecretUse.Decrypt, _user.Asked[1].Use);
        _home.Protection.Lock();
        _user.WillAnswer(Passphrase);
        _home.Keys.ExportPkcs12(Key.Id, "export passphrase");
        Assert.Equal(SecretUse.Export, _user.Asked[2].Use);
        _home.Protection.Lock();
        _user.WillAnswer(Passphrase);
        _home.Keys.Import(Forged.File(s_person), "lock.pem", default);
        Assert.Equal(SecretUse.Import, _user.Asked[3].Use);
    }

    [Fact]
    public void Once_unlocked_nobody_is_asked_until_it_is_locked()
    {
        Assert.True(_home.Protection.IsLocked);
        _user.WillAnswer(Passphrase);
        _home.Protection.Unlock();
        Assert.False(_home.Protection.IsLocked);
        Sign();
        Sign();
        Assert.Equal(SecretUse.Unlock, Assert.Single(_user.Asked).Use);
        _home.Protection.Lock();
        Assert.True(_home.Protection.IsLocked);
        Assert.Equal("prompt-dismissed", Assert.Throws<RefusalException>(Sign).Code);
    }

    [Fact]
    public void Locking_holds_for_every_process_on_the_keystore()
    {
        _user.WillAnswer(Passphrase);
        Sign();
        using KeystoreHome other = Open(new ScriptedPrompt());
        other.Protection.Lock();
        Assert.True(_home.Protection.IsLocked);
        Assert.Throws<RefusalException>(Sign);
    }

    [Fact]
    public void It_locks_itself_after_the_time_of_the_policy_without_use()
    {
        _home.Policy.Set("keys.lockAfterMinutes", "10");
        _user.WillAnswer(Passphrase);
        Sign();
        _clock.Pass(TimeSpan.FromMinutes(9));
        Sign();
        _clock.Pass(TimeSpan.FromMinutes(9));
        Assert.False(_home.Protection.IsLocked);
        _clock.Pass(TimeSpan.FromMinutes(2));
        Assert.True(_home.Protection.IsLocked);
    }

    [Theory]
    [InlineData(-86400)]
    [InlineData(0)]
    public void A_clock_that_was_set_back_or_stands_still_does_not_keep_it_open(int seconds)
    {
        _user.WillAnswer(Passphrase);
        Sign();
        _clock.Now += TimeSpan.FromSeconds(seconds);
        Assert.False(_home.Protection.IsLocked);
        _clock.Run(TimeSpan.FromMinutes(31));
        Assert.True(_home.Protection.IsLocked);
    }

    [Fact]
    public void A_machine_that_slept_over_night_wakes_up_locked()
    {
        _user.WillAnswer(Passphrase);
        Sign();
        _clock.Now += TimeSpan.FromHours(8);
        Assert.True(_home.Protection.IsLocked);
    }

    [Fact]
    public void With_zero_minutes_it_stays_open_until_it_is_locked()
    {
        _home.Policy.Set("keys.lockAfterMinutes", "0");
        _user.WillAnswer(Passphrase);
        Sign();
        _clock.Pass(TimeSpan.FromDays(3));
        Assert.False(_home.Protection.IsLocked);
    }

    [Fact]
    public void Wrong_ones_are_asked_again_and_end_after_five()
    {
        _user.WillAnswer("a", "b", Passphrase);
        Sign();
        Assert.Equal([(1, SecretReason.None), (2, SecretReason.Wrong), (3, SecretReason.Wrong)], _user.Asked.Select(q => (q.Attempt, q.Reason)));
        _home.Protection.Lock();
        _user.WillAnswer("1", "2", "3", "4", "5", Passphrase);
        Assert.Equal("passphrase-wrong", Assert.Throws<RefusalException>(Sign).Code);
    }

    [Fact]
    public void Wrong_ones_slow_down_over_restarts_and_a_right_one_forgets_them()
    {
        _user.WillAnswer("1", "2", "3", "4", "5");
        Assert.Throws<RefusalException>(Sign);
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)], _clock.Waits);
        using (KeystoreHome restarted = Open(new ScriptedPrompt("6")))
        {
            Assert.Throws<RefusalException>(() => restarted.Keys.OpenSigning(Key));
        }

        Assert.Equal(TimeSpan.FromSeconds(4), _clock.Waits[2]);
        _clock.Pass(TimeSpan.FromHours(1));
        _user.WillAnswer(Passphrase);
        Sign();
        Assert.Equal(3, _clock.Waits.Count);
        _home.Protection.Lock();
        _user.WillAnswer("1", Passphrase);
        Sign();
        Assert.Equal(3, _clock.Waits.Count);
    }

    [Fact]
    public void A_clock_that_was_set_back_makes_nobody_wait_longer_than_a_wrong_one_would()
    {
        _user.WillAnswer("1", "2", "3", "4", "5");
        Assert.Throws<RefusalException>(Sign);
        _clock.Now -= TimeSpan.FromDays(400);
        _user.WillAnswer(Passphrase);
        _home.Protection.Unlock();
        Assert.Equal(UnlockThrottle.DelayAfter(5), _clock.Waits[^1]);
        Assert.Equal(TimeSpan.FromMinutes(1), UnlockThrottle.DelayAfter(long.MaxValue));
    }

    [Fact]
    public void Many_at_once_ask_once()
    {
        _user.WillAnswer(Passphrase);
        Parallel.For(0, 12, new ParallelOptions { MaxDegreeOfParallelism = 12 }, _ => Sign());
        Assert.Single(_user.Asked);
    }

    [Fact]
    public void A_folder_copied_to_another_machine_opens_with_the_passphrase_and_with_nothing_else()
    {
        using TestFolder copy = new();
        Directory.CreateDirectory(copy.Home);
        foreach (string file in Directory.GetFiles(_folder.Home))
        {
            File.Copy(file, Path.Combine(copy.Home, Path.GetFileName(file)));
        }

        using (KeystoreHome elsewhere = KeystoreHome.Open(copy.Home, _clock, Settings(new ScriptedPrompt("a guess", Passphrase))))
        {
            elsewhere.Keys.OpenSigning(Key).Dispose();
        }

        File.Delete(Path.Combine(copy.Home, "master.sealed"));
        using KeystoreHome without = KeystoreHome.Open(copy.Home, _clock, Settings(new ScriptedPrompt(Passphrase)));
        Assert.Equal("key-missing", without.FindLock());
        Assert.Equal("key-missing", Assert.Throws<RefusalException>(() => without.Keys.OpenSigning(Key)).Parameters["reason"]);
    }

    [Theory]
    [InlineData("memory: 1024", "memory: 999999999")]
    [InlineData("passes: 1", "passes: 2")]
    [InlineData("salt: ", "salt: AAAA")]
    [InlineData("S/MIME", "S/MIMO")]
    [InlineData("sealed: ", "sealed: !")]
    public void An_altered_file_is_damaged_or_does_not_open(string before, string after)
    {
        string file = Path.Combine(_folder.Home, "master.sealed");
        string text = File.ReadAllText(file);
        Assert.Contains(before, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(before, after, StringComparison.Ordinal));
        _user.WillAnswer(Enumerable.Repeat(Passphrase, 5));
        RefusalException refusal = Assert.Throws<RefusalException>(Sign);
        Assert.True(refusal.Code == "passphrase-wrong" || refusal.Parameters["reason"] == "key-damaged", refusal.Message);
    }

    private OwnKey Key => _home.Keys.List()[0];

    private void Sign() => _home.Keys.OpenSigning(Key).Dispose();

    private KeystoreHome Open(ScriptedPrompt user) => KeystoreHome.Open(_folder.Home, _clock, Settings(user));

    private static VaultSettings Settings(ScriptedPrompt user) => new() { Prompt = user, Cost = new Argon2Cost(1024, 1) };
}
