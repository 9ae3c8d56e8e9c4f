using Bridge.Keystore.Vault.Prompting;

namespace Bridge.Host.Prompting;

/// <summary>Questions in English, for terminals and pinentry programs; the add-on has its own texts.</summary>
internal static class QuestionText
{
    /// <summary>What is asked for and what for, for example <c>Passphrase of the keystore, to sign as alice@example.org</c>.</summary>
    public static string Of(SecretQuestion question) => $"{What(question)}, {Why(question)}";

    /// <summary>What was wrong with the answer before; null at first.</summary>
    public static string? Trouble(SecretQuestion question) => question.Reason switch
    {
        SecretReason.Wrong when question.Kind == SecretKind.TokenPin => "That PIN is wrong.",
        SecretReason.Wrong => "That passphrase is wrong.",
        SecretReason.LastTry => "Careful: one more wrong PIN locks the token.",
        _ => null,
    };

    private static string What(SecretQuestion question) => question.Kind switch
    {
        SecretKind.TokenPin => $"PIN of the token {question.Token}",
        SecretKind.NewKeystorePassphrase => "New passphrase of the keystore",
        _ => "Passphrase of the keystore",
    };

    private static string Why(SecretQuestion question) => question.Use switch
    {
        SecretUse.Sign => $"to sign as {question.Key}",
        SecretUse.Decrypt => $"to open a message to {question.Key}",
        SecretUse.Import => "to store a key",
        SecretUse.Export => $"to export the key of {question.Key}",
        SecretUse.Protect => "to protect your keys in another way",
        SecretUse.TryKey => "to find your key on it",
        _ => "to unlock your keys",
    };
}
