namespace Bridge.Protocol.Protection;

/// <summary>Says how the user's keys are protected, and how else they could be.</summary>
public sealed record ShowProtection(long Id) : Request<ProtectionReport>(Id);

/// <summary>Protects the keys in another way, or under another passphrase; prompts for what that needs.</summary>
/// <param name="Id">The request.</param>
/// <param name="Kind">The way.</param>
public sealed record ChangeProtection(long Id, VaultKind Kind) : Request<ProtectionReport>(Id);

/// <summary>Unlocks the keys, if they are locked; prompts for the passphrase.</summary>
public sealed record UnlockKeys(long Id) : Request<ProtectionReport>(Id);

/// <summary>Locks the keys: the next use prompts again. Without effect where no passphrase is needed.</summary>
public sealed record LockKeys(long Id) : Request<ProtectionReport>(Id);
