namespace Bridge.Keystore.Vault;

/// <summary>A way of protecting the master key.</summary>
/// <param name="Kind">One of <see cref="VaultKinds"/>.</param>
/// <param name="Trouble">Why it cannot be chosen here now, as in <see cref="IVault.FindTrouble"/>; null when it can.</param>
public sealed record VaultOffer(string Kind, string? Trouble);

/// <summary>How the keys are protected now, and how else they could be.</summary>
/// <param name="Kind">One of <see cref="VaultKinds"/>.</param>
/// <param name="Asks">Whether the user's passphrase is needed to unlock: only then can it be locked.</param>
/// <param name="Locked">Whether the next use will ask for it.</param>
/// <param name="Trouble">Why the keys cannot be used, as the reason of <c>key-locked</c>; null when they can.</param>
/// <param name="Offers">Every kind that this operating system may have.</param>
public sealed record ProtectionState(string Kind, bool Asks, bool Locked, string? Trouble, IReadOnlyList<VaultOffer> Offers);

/// <summary>What the user can do with the lock of the keystore.</summary>
public sealed class Protection
{
    private readonly MasterKeys _keys;
    private readonly VaultSet _vaults;
    private readonly Action _locked;

    /// <param name="keys">The master key.</param>
    /// <param name="vaults">Where it may be.</param>
    /// <param name="locked">Closes what was opened with it.</param>
    internal Protection(MasterKeys keys, VaultSet vaults, Action locked) => (_keys, _vaults, _locked) = (keys, vaults, locked);

    /// <summary>Where the master key is, or will be.</summary>
    public string Kind => _keys.Kind;

    /// <summary>True when the next use of a key will ask for the passphrase.</summary>
    public bool IsLocked => _keys.IsLocked;

    /// <summary>Tries each vault; takes seconds where one does not answer.</summary>
    public ProtectionState Look()
    {
        string kind = _keys.Kind;
        return new ProtectionState(
            kind,
            _vaults.Find(kind)?.Asks == true,
            _keys.IsLocked,
            _keys.FindTrouble(),
            [.. _vaults.All.Select(v => new VaultOffer(v.Kind, v.FindTrouble()))]);
    }

    /// <summary>Asks for the passphrase, if it is needed; does nothing when the keystore is open.</summary>
    /// <exception cref="Bridge.Smime.Errors.RefusalException"><c>prompt-dismissed</c>, <c>passphrase-wrong</c>, <c>key-locked</c>.</exception>
    public void Unlock()
    {
        if (_keys.IsLocked)
        {
            _keys.Open(new KeyNeed(Prompting.SecretUse.Unlock)).Dispose();
        }
    }

    /// <summary>Forgets what was unlocked, in every process on this keystore.</summary>
    public void Lock()
    {
        _keys.Lock();
        _locked();
    }

    /// <summary>Protects the keys in another way: all of it or nothing.</summary>
    /// <param name="kind">One of <see cref="VaultKinds"/>; the same passphrase kind again means another passphrase.</param>
    /// <exception cref="Bridge.Smime.Errors.RefusalException"><c>vault-unavailable</c>, <c>prompt-dismissed</c>, <c>passphrase-wrong</c>, <c>key-locked</c>.</exception>
    public void Change(string kind) => _keys.Protect(kind);
}
