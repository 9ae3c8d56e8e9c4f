using Bridge.Host.Cli;

namespace Bridge.Host.Tests.Cli;

/// <summary><c>keys protect</c> and what follows from it for other commands.</summary>
public sealed class ProtectionCommandTests : IDisposable
{
    private readonly CommandLineRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Under_a_passphrase_commands_take_it_from_a_file_and_refuse_without()
    {
        _run.Settle("pat");
        string letter = Encrypt();
        CommandOutcome protect = _run.Run("keys", "protect", "--with", "passphrase", "--new-passphrase-file", _run.PathOf("password"), "--json");
        Assert.Equal(("passphrase", true), (protect.Json.GetProperty("kind").GetString(), protect.Json.GetProperty("asks").GetBoolean()));
        Assert.False(File.Exists(Path.Combine(_run.PathOf("home"), "master.key")));

        Assert.Equal(0, _run.Run("--keystore-passphrase-file", _run.PathOf("password"), "open", letter).Code);
        CommandOutcome wrong = _run.Run("--keystore-passphrase-file", _run.PathOf("wrong"), "open", letter, "--json");
        Assert.Equal(ExitCode.VerdictNotGood, wrong.Code);
        Assert.Equal("locked", wrong.Json.GetProperty("encryption").GetProperty("status").GetString());
        CommandOutcome nobody = _run.Run("keys", "export", KeyId(), "--output", _run.PathOf("copy.p12"), "--password-file", _run.PathOf("password"));
        Assert.Equal(3, nobody.Code);
        Assert.Contains("--keystore-passphrase-file", nobody.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_run.PathOf("copy.p12")));
        Assert.DoesNotContain(CommandLineRun.Passphrase, nobody.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Back_to_a_key_file_needs_the_passphrase()
    {
        _run.Settle("pat");
        Assert.Equal(0, _run.Run("keys", "protect", "--with", "passphrase", "--new-passphrase-file", _run.PathOf("password")).Code);
        Assert.Equal(3, _run.Run("keys", "protect", "--with", "key-file").Code);
        Assert.Equal(0, _run.Run("keys", "protect", "--with", "key-file", "--keystore-passphrase-file", _run.PathOf("password")).Code);
        Assert.True(File.Exists(Path.Combine(_run.PathOf("home"), "master.key")));
        Assert.Equal(0, _run.Run("open", Encrypt()).Code);
    }

    [Fact]
    public void A_vault_of_another_system_is_refused()
    {
        CommandOutcome outcome = _run.Run("keys", "protect", "--with", OperatingSystem.IsWindows() ? "keychain" : "dpapi");
        Assert.Equal(3, outcome.Code);
        Assert.Contains("vault-unavailable", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_doctor_says_where_the_master_key_is()
    {
        _run.Settle("pat");
        Assert.Contains("in a file beside the keystore", _run.Run("doctor").Text, StringComparison.Ordinal);
        _run.Run("keys", "protect", "--with", "passphrase", "--new-passphrase-file", _run.PathOf("password"));
        string doctor = _run.Run("doctor").Text;
        Assert.Contains("protected with a passphrase, and locked", doctor, StringComparison.Ordinal);
        Assert.Contains("memory", doctor, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_way_is_a_mistake_of_usage_and_locking_works_without_keys()
    {
        Assert.Equal(ExitCode.Usage, _run.Run("keys", "protect", "--with", "hope").Code);
        Assert.Equal(0, _run.Run("keys", "lock").Code);
        Assert.Contains("key-file", _run.Run("keys", "protection").Text, StringComparison.Ordinal);
    }

    private string KeyId() => _run.Run("keys", "list", "--json").Json.GetProperty("keys")[0].GetProperty("id").GetString()!;

    private string Encrypt()
    {
        string target = _run.PathOf($"{Guid.NewGuid():N}.eml");
        Assert.Equal(0, _run.Run("protect", _run.Letter("pat", "pat", "The words."), "--encrypt", "--output", target).Code);
        return target;
    }
}
