namespace Bridge.Keystore.Vault.Prompting;

/// <summary>What is asked for.</summary>
public enum SecretKind
{
    /// <summary>The passphrase that opens the keystore's master key.</summary>
    KeystorePassphrase,
    /// <summary>A passphrase that shall open it from now on; asked for twice by whoever asks.</summary>
    NewKeystorePassphrase,
    /// <summary>The PIN of a PKCS#11 token.</summary>
    TokenPin,
}

/// <summary>What the key behind the secret is needed for.</summary>
public enum SecretUse
{
    /// <summary>The user asked to unlock.</summary>
    Unlock,
    Sign,
    Decrypt,
    Import,
    Export,
    /// <summary>Other protection for the master key.</summary>
    Protect,
    /// <summary>A key on a token shall be found and tried out.</summary>
    TryKey,
}

/// <summary>Why it is asked for again, or more carefully.</summary>
public enum SecretReason
{
    None,
    /// <summary>The answer before was wrong.</summary>
    Wrong,
    /// <summary>One more wrong PIN locks the token.</summary>
    LastTry,
}

/// <summary>One question, with what people need to know before they answer.</summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="Use">What the key is needed for.</param>
/// <param name="Key">Whose key it is: addresses, or another label; null when it is about the whole keystore.</param>
/// <param name="Token">Label of the token; null for the keystore's own passphrase.</param>
/// <param name="Attempt">Counts from 1.</param>
/// <param name="Reason">Why it is asked for again.</param>
public sealed record SecretQuestion(
    SecretKind Kind,
    SecretUse Use,
    string? Key = null,
    string? Token = null,
    int Attempt = 1,
    SecretReason Reason = SecretReason.None)
{
    /// <summary>The same question after a wrong answer.</summary>
    public SecretQuestion Again(SecretReason reason = SecretReason.Wrong) => this with { Attempt = Attempt + 1, Reason = reason };
}
