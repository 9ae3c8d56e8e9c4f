using System.Text;
using Bridge.Host.Prompting;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Smime.Errors;

namespace Bridge.Host.Tests.Prompting;

/// <summary>Asks through programs that speak Assuan as GnuPG's pinentry does, and through some that do not.</summary>
public sealed class PinentryTests : IDisposable
{
    private static readonly SecretQuestion s_question = new(SecretKind.KeystorePassphrase, SecretUse.Decrypt, "alice@example.org");

    private readonly string _folder = Directory.CreateTempSubdirectory("smime-bridge-pinentry-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_answer_is_unescaped_and_the_question_was_shown()
    {
        Pinentry pinentry = Program("D 100%25 s%C3%BC%C3%9F", "OK");
        using SecretBytes? secret = pinentry.Ask(s_question.Again(), TestContext.Current.CancellationToken);
        Assert.Equal("100% süß", Encoding.UTF8.GetString(secret!.Span));
        string orders = File.ReadAllText(Path.Combine(_folder, "orders"));
        Assert.Contains("SETDESC Passphrase of the keystore, to open a message to alice@example.org\n", orders, StringComparison.Ordinal);
        Assert.Contains("SETERROR That passphrase is wrong.\n", orders, StringComparison.Ordinal);
        Assert.DoesNotContain("100%", orders, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_passphrase_is_asked_for_twice()
    {
        Program("D s", "OK").Ask(new SecretQuestion(SecretKind.NewKeystorePassphrase, SecretUse.Protect), TestContext.Current.CancellationToken)?.Dispose();
        Assert.Contains("SETREPEAT ", File.ReadAllText(Path.Combine(_folder, "orders")), StringComparison.Ordinal);
    }

    [Fact]
    public void Cancel_is_a_dismissal() =>
        Assert.Null(Program("ERR 83886179 Operation cancelled <Pinentry>").Ask(s_question, TestContext.Current.CancellationToken));

    [Fact]
    public void One_that_never_answers_is_given_up()
    {
        Pinentry silent = new(Script("echo OK hello; exec sleep 600"), TimeSpan.FromSeconds(1));
        Assert.Null(silent.Ask(s_question, TestContext.Current.CancellationToken));
        using CancellationTokenSource cancel = new(TimeSpan.FromSeconds(1));
        Assert.ThrowsAny<OperationCanceledException>(() => new Pinentry(Script("exec sleep 600"), TimeSpan.FromMinutes(10)).Ask(s_question, cancel.Token));
    }

    [Theory]
    [InlineData("echo good day to you")]
    [InlineData("exit 3")]
    public void One_that_does_not_speak_assuan_is_refused(string program)
    {
        RefusalException refusal = Assert.Throws<RefusalException>(
            () => new Pinentry(Script(program), TimeSpan.FromMinutes(1)).Ask(s_question, TestContext.Current.CancellationToken));
        Assert.Equal("prompt-unavailable", refusal.Code);
    }

    [Fact]
    public void One_that_is_not_there_is_refused() => Assert.Equal(
        "prompt-unavailable",
        Assert.Throws<RefusalException>(() => new Pinentry("/nowhere/pinentry", TimeSpan.FromSeconds(1)).Ask(s_question, TestContext.Current.CancellationToken)).Code);

    // Answers OK to every order, and these lines to GETPIN.
    private Pinentry Program(params string[] answers) => new(
        Script($$"""
            echo OK at your service
            while read -r line; do
              printf '%s\n' "$line" >>'{{Path.Combine(_folder, "orders")}}'
              case $line in
                GETPIN) printf '%s\n' {{string.Join(' ', answers.Select(a => $"'{a}'"))}} ;;
                BYE) exit 0 ;;
                *) echo OK ;;
              esac
            done
            """),
        TimeSpan.FromMinutes(1));

    private string Script(string body)
    {
        string path = Path.Combine(_folder, $"pinentry-{Guid.NewGuid():N}");
        File.WriteAllText(path, "#!/bin/sh\n" + body + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
