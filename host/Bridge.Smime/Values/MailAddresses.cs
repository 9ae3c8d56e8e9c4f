using System.Globalization;

namespace Bridge.Smime.Values;

/// <summary>
/// The one form in which mail addresses are compared: ASCII letters in lower case in both parts, as mail clients do, and
/// an international domain as A-labels (RFC 5890, RFC 9598 section 5). Other letters of the local part stay as written.
/// </summary>
public static class MailAddresses
{
    private static readonly IdnMapping s_idn = new() { AllowUnassigned = false, UseStd3AsciiRules = false };

    public static string Normalise(string address)
    {
        string text = address.Trim(' ', '\t');
        int at = text.LastIndexOf('@');
        return at < 0 ? Lower(text) : $"{Lower(text[..at])}@{Domain(text[(at + 1)..])}";
    }

    public static bool Same(string one, string other) => Normalise(one) == Normalise(other);

    private static string Domain(string domain)
    {
        string plain = domain.TrimEnd('.');
        if (System.Text.Ascii.IsValid(plain))
        {
            return Lower(plain);
        }

        try
        {
            // Letters beyond ASCII have case too, and A-labels do not know it.
            return Lower(s_idn.GetAscii(plain.ToLowerInvariant()));
        }
        catch (ArgumentException)
        {
            return Lower(plain);
        }
    }

    private static string Lower(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (int i = 0; i < span.Length; i++)
        {
            span[i] = char.IsAsciiLetterUpper(source[i]) ? (char)(source[i] | 0x20) : source[i];
        }
    });
}
