namespace Bridge.Keystore.Vault;

/// <summary>A place outside the database that keeps the master key: a key file here, the system's vaults elsewhere.</summary>
public interface IVault
{
    /// <summary>Kebab-case name, stored with the keystore: <c>key-file</c>.</summary>
    string Kind { get; }

    /// <summary>The master key; null when the vault has none.</summary>
    /// <exception cref="Bridge.Smime.Errors.RefusalException">Code <c>key-locked</c>: it is there and cannot be read.</exception>
    MasterKey? Find();

    /// <summary>
    /// Keeps a new master key and returns only when it is durable. When another process was first, its key is returned.
    /// </summary>
    MasterKey FindOrCreate();
}
