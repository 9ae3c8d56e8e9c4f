using Bridge.Smime.Errors;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Rewrapping;

/// <summary>Refusals about messages that cannot be given another envelope.</summary>
internal static class RewrapRefusals
{
    public static RefusalException NotEncrypted() =>
        new("message-not-encrypted", RefusalKind.Message, "The message is not encrypted, or its encryption does not stand around everything else.");

    /// <param name="status">Why it stays closed; the word of <see cref="EncryptionStatus"/> in kebab-case is the parameter.</param>
    public static RefusalException NotDecrypted(EncryptionStatus status) => new(
        "message-not-decrypted",
        status is EncryptionStatus.NoKey or EncryptionStatus.Locked ? RefusalKind.Key : RefusalKind.Message,
        $"The message could not be decrypted ({Word(status)}).",
        new Dictionary<string, string> { ["status"] = Word(status) });

    public static RefusalException NoOwnCertificate(string address) => new(
        FindingCodes.NoOwnCertificate,
        RefusalKind.Key,
        $"There is no own certificate to encrypt to for {address}.",
        new Dictionary<string, string> { ["address"] = address });

    private static string Word(EncryptionStatus status) => status switch
    {
        EncryptionStatus.NoKey => "no-key",
        EncryptionStatus.Locked => "locked",
        EncryptionStatus.Refused => "refused",
        EncryptionStatus.Unsupported => "unsupported",
        _ => "damaged",
    };
}
