namespace Bridge.Keystore.Vault.SecretService;

/// <summary>A store of the operating system that keeps one secret text a name: the Secret Service, the keychain.</summary>
internal interface ISecretStore
{
    /// <returns>Null when it can be used without asking anybody.</returns>
    SecretStoreException? FindTrouble();

    /// <returns>UTF-8 text, which the caller disposes; null when there is none of this name.</returns>
    /// <param name="name">Of the secret.</param>
    /// <param name="mayAsk">Whether the system may ask the user to unlock the store, in a window of its own.</param>
    /// <param name="cancellation">Ends the waiting for the user.</param>
    /// <exception cref="SecretStoreException">It cannot be said.</exception>
    SecretBytes? Look(string name, bool mayAsk, CancellationToken cancellation);

    /// <summary>Puts a secret in, or in another one's place.</summary>
    /// <inheritdoc cref="Look"/>
    void Put(string name, string label, ReadOnlySpan<byte> text);

    /// <inheritdoc cref="Look"/>
    void Delete(string name);
}
