using Bridge.Keystore.Vault.Passphrases;
using Bridge.Keystore.Vault.Prompting;

namespace Bridge.Keystore.Vault;

/// <summary>What a keystore has to know of its surroundings to find and protect its master key.</summary>
public sealed record VaultSettings
{
    /// <summary>Who is asked for secrets.</summary>
    public ISecretPrompt Prompt { get; init; } = NoPrompt.Instance;

    /// <summary>Whether this process has a D-Bus session bus.</summary>
    public bool SessionBus { get; init; }

    /// <summary>
    /// Whether a new keystore begins in the operating system's vault where that works; else with a key file. For the user's own
    /// keystore in its usual place; one elsewhere may be meant for another machine.
    /// </summary>
    public bool SystemVaultByDefault { get; init; }

    /// <summary>Cost of a new passphrase; for tests.</summary>
    internal Argon2Cost Cost { get; init; } = Argon2Cost.Standard;

    /// <summary>Vaults that stand in for those of another operating system; for tests.</summary>
    internal Func<string, IReadOnlyList<IVault>>? Others { get; init; }

    /// <summary>Told each step of a move; for tests.</summary>
    internal Action<string>? Reached { get; init; }
}
