namespace Bridge.Keystore.Vault.Prompting;

/// <summary>
/// Asks the user for a secret in the middle of an operation. Whoever uses a key does not know who is asked and how: a mail
/// client's page, a terminal, a pinentry program, or nobody.
/// </summary>
public interface ISecretPrompt
{
    /// <summary>Ends the waiting of whoever waits for another one's question.</summary>
    CancellationToken Cancellation { get; }

    /// <summary>Asks and waits for the answer.</summary>
    /// <returns>UTF-8 bytes, which the caller disposes; null when the user dismissed the question, or nobody can be asked.</returns>
    /// <exception cref="OperationCanceledException">The operation itself was cancelled.</exception>
    SecretBytes? Ask(SecretQuestion question);
}

/// <summary>Nobody can be asked: every question is dismissed at once.</summary>
public sealed class NoPrompt : ISecretPrompt
{
    public static NoPrompt Instance { get; } = new();

    public CancellationToken Cancellation => CancellationToken.None;

    public SecretBytes? Ask(SecretQuestion question) => null;
}
