using System.Text.Json.Serialization;
using Bridge.Protocol.Json;

namespace Bridge.Protocol.Protection;

/// <summary>How the keys are protected now.</summary>
/// <param name="Kind">Where the master key is.</param>
/// <param name="Asks">Whether it needs the user's passphrase; only then can it be locked.</param>
/// <param name="Locked">Whether the next use prompts.</param>
/// <param name="LockAfterMinutes">After how many minutes without use it locks itself; 0: never.</param>
/// <param name="Offers">Every way that this operating system may have.</param>
/// <param name="Trouble">Why the keys cannot be used, as the <c>reason</c> of <c>key-locked</c>; absent when they can.</param>
public sealed record ProtectionReport(
    VaultKind Kind,
    bool Asks,
    bool Locked,
    int LockAfterMinutes,
    IReadOnlyList<VaultOffer> Offers,
    string? Trouble = null);

/// <param name="Kind">A way of protecting the keys.</param>
/// <param name="Trouble">Why it cannot be chosen now: <c>vault-absent</c>, <c>vault-locked</c>, <c>vault-failing</c>; absent when it can.</param>
public sealed record VaultOffer(VaultKind Kind, string? Trouble = null);

/// <summary>Where the master key is.</summary>
[JsonConverter(typeof(KebabCaseEnum<VaultKind>))]
public enum VaultKind
{
    KeyFile,
    Passphrase,
    SecretService,
    Dpapi,
    Keychain,
}
