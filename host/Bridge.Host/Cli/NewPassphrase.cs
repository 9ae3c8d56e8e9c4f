using Bridge.Smime.Errors;

namespace Bridge.Host.Cli;

/// <summary>A passphrase that a person chooses for a file: from a file of its own, or typed twice.</summary>
internal static class NewPassphrase
{
    /// <exception cref="RefusalException"><c>passphrase-short</c>; <c>passphrase-different</c>: typed differently the second time; <c>prompt-dismissed</c>.</exception>
    public static char[] Read(string? passwordFile, string purpose, TextWriter error)
    {
        char[] passphrase = Terminal.ReadPassphrase(passwordFile, purpose, error);
        try
        {
            NewPassphrases.Require(passphrase);
            if (passwordFile is null)
            {
                RequireAgain(passphrase, error);
            }

            return passphrase;
        }
        catch
        {
            Array.Clear(passphrase);
            throw;
        }
    }

    private static void RequireAgain(char[] passphrase, TextWriter error)
    {
        char[] again = Terminal.Type("The same again", error);
        bool same = passphrase.AsSpan().SequenceEqual(again);
        Array.Clear(again);
        if (!same)
        {
            throw new RefusalException("passphrase-different", RefusalKind.Usage, "Those were two different passphrases.");
        }
    }
}
