using System.Globalization;

namespace Bridge.Keystore;

/// <summary>
/// The one normal form in which mail addresses are stored and looked up: ASCII letters in lower case, an international
/// domain as A-labels (RFC 5890, RFC 9598 section 5). Other letters of the local part stay as they are.
/// </summary>
public static class AddressKey
{
    private static readonly IdnMapping s_idn = new() { AllowUnassigned = false, UseStd3AsciiRules = false };

    public static string Of(string address)
    {
        string text = address.Trim();
        int at = text.LastIndexOf('@');
        return at < 0 ? Lower(text) : $"{Lower(text[..at])}@{Domain(text[(at + 1)..])}";
    }

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
