using System.Globalization;
using System.Text;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Prompting;

namespace Bridge.Host.Prompting;

/// <summary>One question in the Assuan protocol. The answer is read byte by byte into memory that is wiped; it never is a string.</summary>
internal sealed class PinentryConversation(Stream input, Stream output)
{
    // A line of Assuan has at most 1000 bytes.
    private const int LongestLine = 1002;

    /// <returns>Null when the user dismissed it.</returns>
    /// <exception cref="IOException">The program ended, or does not speak Assuan.</exception>
    public SecretBytes? Ask(SecretQuestion question)
    {
        using SecretBytes line = new(LongestLine);
        RequireAnswer(line);
        Order(line, "SETTITLE S/MIME Bridge");
        Order(line, "SETDESC " + Escape(QuestionText.Of(question)));
        Order(line, question.Kind == SecretKind.TokenPin ? "SETPROMPT PIN:" : "SETPROMPT Passphrase:");
        if (QuestionText.Trouble(question) is { } trouble)
        {
            Order(line, "SETERROR " + Escape(trouble));
        }

        if (question.Kind == SecretKind.NewKeystorePassphrase)
        {
            Order(line, "SETREPEAT Again:");
        }

        Write("GETPIN");
        SecretBytes? answer = ReadAnswer(line);
        Write("BYE");
        return answer;
    }

    private SecretBytes? ReadAnswer(SecretBytes line)
    {
        SecretBytes? answer = null;
        while (true)
        {
            ReadOnlySpan<byte> text = line.Span[..ReadLine(line)];
            if (text.StartsWith("D "u8))
            {
                answer?.Dispose();
                answer = Unescape(text[2..]);
            }
            else if (text.StartsWith("OK"u8))
            {
                return answer;
            }
            else if (text.StartsWith("ERR"u8))
            {
                answer?.Dispose();
                return null;
            }
        }
    }

    // What a program does not know it refuses, and asks all the same.
    private void Order(SecretBytes line, string order)
    {
        Write(order);
        RequireAnswer(line);
    }

    private void RequireAnswer(SecretBytes line)
    {
        ReadOnlySpan<byte> text = line.Span[..ReadLine(line)];
        if (!text.StartsWith("OK"u8) && !text.StartsWith("ERR"u8))
        {
            throw new IOException("The pinentry program does not speak Assuan.");
        }
    }

    private void Write(string order)
    {
        output.Write(Encoding.UTF8.GetBytes(order + "\n"));
        output.Flush();
    }

    private int ReadLine(SecretBytes line)
    {
        for (int length = 0; length < line.Length; length++)
        {
            if (input.Read(line.Span.Slice(length, 1)) == 0)
            {
                throw new IOException("The pinentry program ended.");
            }

            if (line.Span[length] == (byte)'\n')
            {
                return length;
            }
        }

        throw new IOException("The pinentry program sent too long a line.");
    }

    private static string Escape(string text) => new StringBuilder(text).Replace("%", "%25").Replace("\n", "%0A").Replace("\r", "%0D").ToString();

    private static SecretBytes Unescape(ReadOnlySpan<byte> text)
    {
        SecretBytes plain = new(text.Length);
        int length = 0;
        for (int i = 0; i < text.Length; i++, length++)
        {
            bool escaped = text[i] == (byte)'%' && i + 2 < text.Length;
            plain.Span[length] = escaped ? byte.Parse(text.Slice(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) : text[i];
            i += escaped ? 2 : 0;
        }

        using (plain)
        {
            return new SecretBytes(plain.Span[..length]);
        }
    }
}
