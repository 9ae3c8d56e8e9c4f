using System.Text;
using Bridge.Host.Prompting;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Prompting;

namespace Bridge.Host.Tests.Prompting;

/// <summary>GnuPG's own pinentry, on a terminal of the test's.</summary>
public sealed class RealPinentryTests : IDisposable
{
    private static readonly SecretQuestion s_question = new(SecretKind.KeystorePassphrase, SecretUse.Decrypt, "alice@example.org");

    private readonly string _folder = Directory.CreateTempSubdirectory("smime-bridge-pinentry-").FullName;
    private readonly PseudoTerminal _terminal = new();

    public void Dispose()
    {
        _terminal.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_is_typed_arrives_and_does_not_stand_on_the_screen()
    {
        Task<SecretBytes?> asking = Ask(s_question);
        _terminal.TypeAfter("Passphrase:", "100% süß\n");
        using SecretBytes? secret = await asking;
        Assert.Equal("100% süß", Encoding.UTF8.GetString(secret!.Span));
        Assert.Contains("Passphrase of the keystore, to open a message to alice@example.org", _terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("100%", _terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_passphrase_is_told_with_the_next_question()
    {
        Task<SecretBytes?> asking = Ask(s_question.Again());
        _terminal.TypeAfter("Passphrase:", "second\n");
        (await asking)?.Dispose();
        Assert.Contains("That passphrase is wrong.", _terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupted_it_is_a_dismissal()
    {
        Task<SecretBytes?> asking = Ask(s_question);
        _terminal.TypeAfter("Passphrase:", "\u0004");
        Assert.Null(await asking);
    }

    private Task<SecretBytes?> Ask(SecretQuestion question)
    {
        string program = Path.Combine(_folder, "pinentry");
        File.WriteAllText(program, $"#!/bin/sh\nexec pinentry-tty --ttyname '{_terminal.Name}'\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        return Task.Run(() => new Pinentry(program, TimeSpan.FromMinutes(1)).Ask(question, cancellation), cancellation);
    }
}
