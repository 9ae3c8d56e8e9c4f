using System.Text;
using Bridge.Smime.Errors;

namespace Bridge.Host.Cli;

/// <summary>Talks to a person at a terminal; never waits where there is none.</summary>
internal static class Terminal
{
    private const int LongestSecret = 4096;

    /// <summary>
    /// Text from a certificate or a message, made safe for a terminal: control characters would let a name rewrite the
    /// screen, and bidirectional overrides would let it read backwards.
    /// </summary>
    public static string WithoutControls(string text)
    {
        StringBuilder? clean = null;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool bad = (char.IsControl(c) && c is not '\n' and not '\t') || c is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069';
            if (bad)
            {
                clean ??= new StringBuilder(text);
                clean[i] = '\ufffd';
            }
        }

        return clean?.ToString() ?? text;
    }

    /// <summary>The passphrase from the file's first line, or typed without echo.</summary>
    /// <exception cref="RefusalException">There is neither a file nor a terminal.</exception>
    public static char[] ReadPassphrase(string? passwordFile, string purpose, TextWriter error)
    {
        if (passwordFile is not null)
        {
            return FirstLine(passwordFile);
        }

        if (Console.IsInputRedirected)
        {
            throw new RefusalException(
                "prompt-dismissed", RefusalKind.Key, $"{purpose} needs a passphrase: give it with --password-file FILE, or run this at a terminal.");
        }

        return Type($"Passphrase for {purpose}", error);
    }

    /// <summary>What is typed without echo; the caller clears it.</summary>
    public static char[] Type(string question, TextWriter error)
    {
        error.Write($"{WithoutControls(question)}: ");
        char[] typed = new char[LongestSecret];
        int length = 0;
        for (ConsoleKeyInfo key = Console.ReadKey(true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(true))
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                length = Math.Max(0, length - 1);
            }
            else if (!char.IsControl(key.KeyChar) && length < typed.Length)
            {
                typed[length++] = key.KeyChar;
            }
        }

        error.WriteLine();
        char[] whole = typed[..length];
        Array.Clear(typed);
        return whole;
    }

    /// <summary>The first line of a file that holds a secret; the caller clears it.</summary>
    public static char[] FirstLine(string file)
    {
        try
        {
            using StreamReader reader = new(file, new UTF8Encoding(false));
            return (reader.ReadLine() ?? string.Empty).ToCharArray();
        }
        catch (IOException e)
        {
            throw new RefusalException("file-unreadable", RefusalKind.Usage, $"Cannot read the passphrase file: {e.Message}", inner: e);
        }
    }
}
