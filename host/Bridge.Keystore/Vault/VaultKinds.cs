namespace Bridge.Keystore.Vault;

/// <summary>The words for kinds of vaults, as the database, the command line and the wire have them. Append-only.</summary>
public static class VaultKinds
{
    /// <summary>A file of mode 0600 beside the database.</summary>
    public const string KeyFile = "key-file";

    /// <summary>Sealed under a passphrase, in a file beside the database.</summary>
    public const string Passphrase = "passphrase";

    /// <summary>The Secret Service of a Linux desktop: GNOME Keyring, KWallet, KeePassXC.</summary>
    public const string SecretService = "secret-service";

    /// <summary>Sealed by the Windows account, in a file beside the database.</summary>
    public const string Dpapi = "dpapi";

    /// <summary>The keychain of macOS.</summary>
    public const string Keychain = "keychain";
}
