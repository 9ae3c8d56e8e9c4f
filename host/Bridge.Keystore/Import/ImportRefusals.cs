using System.Globalization;
using Bridge.Smime.Errors;

namespace Bridge.Keystore.Import;

/// <summary>The reasons for which a file is not taken in.</summary>
internal static class ImportRefusals
{
    /// <param name="given">Whether a passphrase was given at all: without one this asks for it.</param>
    internal static RefusalException WrongPassphrase(bool given, Exception? cause = null) => new(
        "passphrase-wrong",
        RefusalKind.Key,
        given ? "The passphrase does not open the file." : "The file is protected by a passphrase.",
        new Dictionary<string, string> { ["given"] = given ? "true" : "false" },
        cause);

    internal static RefusalException Unreadable(string file, string message, Exception? cause = null) =>
        new("file-unreadable", RefusalKind.Key, $"{file}: {message}", File(file), cause);

    internal static RefusalException WithoutKey(string file) =>
        new("file-without-key", RefusalKind.Key, $"{file}: certificates, but no private key.", File(file));

    internal static RefusalException WithoutCertificate(string file) =>
        new("file-without-certificate", RefusalKind.Key, $"{file}: a private key, but no certificate that belongs to it.", File(file));

    internal static RefusalException Limit(string limit, long value, long maximum) => new(
        "limit-exceeded",
        RefusalKind.Key,
        string.Create(CultureInfo.InvariantCulture, $"The file asks for more than is allowed: {limit} {value}, at most {maximum}."),
        new Dictionary<string, string> { ["limit"] = limit });

    private static Dictionary<string, string> File(string file) => new() { ["file"] = file };
}
