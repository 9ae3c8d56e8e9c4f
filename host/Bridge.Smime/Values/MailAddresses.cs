using System.Globalization;

namespace Bridge.Smime.Values;

/// <summary>
/// The one form in which mail addresses are compared: ASCII letters in lower case in both parts, as mail clients do, and
/// an international domain as A-labels (RFC 5890, RFC 9598 section 5). Other letters of the local part stay as written.
/// </summary>
public static class MailAddresses
{
    private const char Separator = '+';
    private static readonly IdnMapping s_idn = new() { AllowUnassigned = false, UseStd3AsciiRules = false };

    public static string Normalise(string address)
    {
        string text = address.Trim(' ', '\t');
        int at = text.LastIndexOf('@');
        return at < 0 ? Lower(text) : $"{Lower(text[..at])}@{Domain(text[(at + 1)..])}";
    }

    public static bool Same(string one, string other) => Normalise(one) == Normalise(other);

    /// <summary>
    /// The address that a sub-address (<c>alice+shop@…</c>, RFC 5233) usually belongs to, without what begins with the plus; null for any
    /// other address. Only the owner's server knows whether both are one mailbox.
    /// </summary>
    /// <param name="normal">Normalised.</param>
    public static string? PlainOf(string normal)
    {
        int plus = normal.IndexOf(Separator), at = normal.LastIndexOf('@');
        return plus > 0 && plus < at ? normal[..plus] + normal[at..] : null;
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
