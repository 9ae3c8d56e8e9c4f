using Bridge.Smime.Errors;

namespace Bridge.Keystore.Vault;

/// <summary>The refusals of vaults: why the master key cannot be had, or cannot be kept.</summary>
internal static class VaultRefusals
{
    internal static RefusalException Locked(string reason, string message, Exception? cause = null) => new(
        "key-locked",
        RefusalKind.Key,
        message,
        new Dictionary<string, string> { ["reason"] = reason },
        cause);

    internal static RefusalException Missing() =>
        Locked("key-missing", "The keystore is locked: its master key is not here. Was the folder copied without it, or to another machine?");

    internal static RefusalException Other() => Locked("key-other", "The keystore is locked: the master key here belongs to another keystore.");

    internal static RefusalException Damaged(string what) => Locked("key-damaged", $"{what} is damaged.");

    internal static RefusalException Unreadable(string what, Exception cause) => Locked("key-unreadable", $"{what} cannot be read.", cause);

    /// <summary>The operating system's vault: absent, locked, or failing.</summary>
    internal static RefusalException Closed(string reason, string detail) => Locked(reason, reason switch
    {
        "vault-absent" => "The system's vault, which keeps the master key, is not to be had here. Is this another machine, or a login without a desktop?",
        "vault-locked" => "The system's vault, which keeps the master key, is locked. Unlock it and try again.",
        _ => $"The system's vault, which keeps the master key, does not work: {detail}",
    });

    internal static RefusalException Unavailable(string kind, string reason) => new(
        "vault-unavailable",
        RefusalKind.Key,
        $"Keys cannot be protected with {kind} here: {reason}.",
        new Dictionary<string, string> { ["kind"] = kind, ["reason"] = reason });
}
