using System.Security.Cryptography;
using System.Text;
using Bridge.Keystore.Vault;

namespace Bridge.Keystore.Import;

/// <summary>
/// One way in which a program may have turned the passphrase into bytes. The standards want UTF-16 with a terminator for
/// the PKCS#12 derivation (RFC 7292 appendix B.1) and UTF-8 for PBKDF2; real files differ, and "no passphrase" is written
/// as the empty one or as nothing at all.
/// </summary>
internal sealed class PassphraseForm : IDisposable
{
    private readonly SecretBytes _wide;
    private readonly SecretBytes _narrow;

    private PassphraseForm(ReadOnlySpan<byte> wide, ReadOnlySpan<byte> narrow) =>
        (_wide, _narrow) = (new SecretBytes(wide), new SecretBytes(narrow));

    /// <summary>For the derivation of PKCS#12.</summary>
    internal ReadOnlySpan<byte> Wide => _wide.Span;

    /// <summary>For PBKDF1, PBKDF2 and scrypt.</summary>
    internal ReadOnlySpan<byte> Narrow => _narrow.Span;

    /// <summary>The form that the standards want: for writing.</summary>
    internal static PassphraseForm Standard(ReadOnlySpan<char> passphrase)
    {
        using SecretBytes wide = new((2 * passphrase.Length) + 2);
        using SecretBytes narrow = new(Encoding.UTF8.GetByteCount(passphrase));
        Encoding.BigEndianUnicode.GetBytes(passphrase, wide.Span);
        Encoding.UTF8.GetBytes(passphrase, narrow.Span);
        return new PassphraseForm(wide.Span, narrow.Span);
    }

    /// <summary>All forms worth trying, the standard one first.</summary>
    internal static IEnumerable<PassphraseForm> Of(ReadOnlyMemory<char> passphrase)
    {
        if (passphrase.IsEmpty)
        {
            yield return new PassphraseForm([0, 0], []);
            yield return new PassphraseForm([], []);
            yield return new PassphraseForm([0, 0], [0, 0]);
            yield break;
        }

        byte[] utf8 = new byte[Encoding.UTF8.GetByteCount(passphrase.Span)];
        byte[] wide = new byte[(2 * passphrase.Length) + 2];
        byte[] latin = new byte[passphrase.Length];
        byte[] widened = new byte[(2 * utf8.Length) + 2];
        try
        {
            Encoding.UTF8.GetBytes(passphrase.Span, utf8);
            Encoding.BigEndianUnicode.GetBytes(passphrase.Span, wide);
            yield return new PassphraseForm(wide, utf8);
            if (utf8.Length != passphrase.Length)
            {
                // OpenSSL before 1.1 widened the UTF-8 bytes one by one; others took Latin-1 for PBKDF2.
                Widen(utf8, widened);
                yield return new PassphraseForm(widened, utf8);
                Encoding.Latin1.GetBytes(passphrase.Span, latin);
                yield return new PassphraseForm(wide, latin);
            }

            // NSS before 3.47 gave the UTF-16 form to PBKDF2 as well.
            yield return new PassphraseForm(wide, wide);
        }
        finally
        {
            foreach (byte[] copy in new[] { utf8, wide, latin, widened })
            {
                CryptographicOperations.ZeroMemory(copy);
            }
        }
    }

    public void Dispose()
    {
        _wide.Dispose();
        _narrow.Dispose();
    }

    private static void Widen(ReadOnlySpan<byte> bytes, Span<byte> wide)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            wide[(2 * i) + 1] = bytes[i];
        }
    }
}

/// <summary>This form of the passphrase does not open the file.</summary>
internal sealed class PassphraseMismatchException(Exception? inner = null) : Exception("The passphrase does not open the file.", inner);
