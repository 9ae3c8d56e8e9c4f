using System.Globalization;
using Bridge.Smime.Errors;

namespace Bridge.Host;

/// <summary>What a passphrase must be that protects a file which leaves the keystore.</summary>
internal static class NewPassphrases
{
    public const int Shortest = 8;

    /// <exception cref="RefusalException"><c>passphrase-short</c>.</exception>
    public static void Require(ReadOnlySpan<char> passphrase)
    {
        if (passphrase.Length < Shortest)
        {
            throw new RefusalException(
                "passphrase-short",
                RefusalKind.Usage,
                $"Choose a passphrase of at least {Shortest} characters.",
                new Dictionary<string, string> { ["least"] = Shortest.ToString(CultureInfo.InvariantCulture) });
        }
    }
}
