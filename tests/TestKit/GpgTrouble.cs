namespace Bridge.TestKit;

/// <summary>
/// Files of other programs for gpgsm. GnuPG 2.2 derives a wrong key for one PKCS#12 file in 128, by its salt: it loses a zero octet in RFC 7292's
/// appendix B.2. What openssl exported is then exported again.
/// </summary>
public static class GpgTrouble
{
    private const int Attempts = 4;

    /// <param name="export">Makes the file, with a new salt.</param>
    /// <param name="import">Has gpgsm read it; throws when it does not.</param>
    public static void Around(Action export, Action import)
    {
        for (int attempt = 1; ; attempt++)
        {
            export();
            try
            {
                import();
                return;
            }
            catch (InvalidOperationException) when (attempt < Attempts)
            {
                // Three files in a row by chance: one time in two million.
            }
        }
    }
}
