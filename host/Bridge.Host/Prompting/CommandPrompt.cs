using System.Text;
using Bridge.Host.Cli;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Prompting;

namespace Bridge.Host.Prompting;

/// <summary>
/// Asks whoever runs a command: a file that was named, the terminal, or the configured pinentry program, in this order.
/// Where there is none of them it says so and dismisses; it never waits for nobody.
/// </summary>
/// <param name="passphraseFile">Its first line is the keystore's passphrase.</param>
/// <param name="newPassphraseFile">Its first line is the passphrase that shall be set.</param>
/// <param name="pinFile">Its first line is the token's PIN.</param>
/// <param name="pinentry">A program that asks in a window of its own; null for none.</param>
/// <param name="error">Where the question is written.</param>
internal sealed class CommandPrompt(string? passphraseFile, string? newPassphraseFile, string? pinFile, Pinentry? pinentry, TextWriter error) : ISecretPrompt
{
    public CancellationToken Cancellation => CancellationToken.None;

    public SecretBytes? Ask(SecretQuestion question)
    {
        (string? file, string option) = question.Kind switch
        {
            SecretKind.TokenPin => (pinFile, "--pin-file"),
            SecretKind.NewKeystorePassphrase => (newPassphraseFile, "--new-passphrase-file"),
            _ => (passphraseFile, "--keystore-passphrase-file"),
        };
        if (file is not null)
        {
            // What a file says does not change by asking again.
            return question.Attempt == 1 ? Encode(Terminal.FirstLine(file)) : null;
        }

        if (!Console.IsInputRedirected)
        {
            return AskAtTerminal(question);
        }

        if (pinentry is not null)
        {
            return pinentry.Ask(question, CancellationToken.None);
        }

        error.WriteLine(Terminal.WithoutControls($"{QuestionText.Of(question)}: nobody can be asked here. Give it with {option} FILE, or run this at a terminal."));
        return null;
    }

    private SecretBytes? AskAtTerminal(SecretQuestion question)
    {
        if (QuestionText.Trouble(question) is { } trouble)
        {
            error.WriteLine(trouble);
        }

        char[] first = Terminal.Type(QuestionText.Of(question), error);
        if (question.Kind != SecretKind.NewKeystorePassphrase)
        {
            return Encode(first);
        }

        char[] second = Terminal.Type("The same again", error);
        bool same = first.AsSpan().SequenceEqual(second);
        Array.Clear(second);
        if (same)
        {
            return Encode(first);
        }

        Array.Clear(first);
        error.WriteLine("Those were two different passphrases.");
        return null;
    }

    // Nothing typed is no answer.
    private static SecretBytes? Encode(char[] typed)
    {
        try
        {
            if (typed.Length == 0)
            {
                return null;
            }

            SecretBytes bytes = new(Encoding.UTF8.GetByteCount(typed));
            Encoding.UTF8.GetBytes(typed, bytes.Span);
            return bytes;
        }
        finally
        {
            Array.Clear(typed);
        }
    }
}
