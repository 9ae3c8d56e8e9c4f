namespace Bridge.Host.Doctor;

/// <summary>Codes of probes, append-only; each has a text in every locale. A refusal met by a probe is told by its own code.</summary>
internal static class ProbeCodes
{
    public const string Version = "probe-version";
    public const string ManifestGood = "probe-manifest-good";
    public const string ManifestMissing = "probe-manifest-missing";
    public const string ManifestInvalid = "probe-manifest-invalid";
    public const string ManifestForeign = "probe-manifest-foreign";
    public const string HostAnswers = "probe-host-answers";
    public const string HostSilent = "probe-host-silent";
    public const string HostOtherVersion = "probe-host-other-version";
    public const string StoreGood = "probe-store-good";
    public const string VaultKeyFile = "probe-vault-key-file";
    public const string VaultPassphraseLocked = "probe-vault-passphrase-locked";
    public const string VaultPassphraseOpen = "probe-vault-passphrase-open";
    public const string VaultSystem = "probe-vault-system";
    public const string MemoryGood = "probe-memory-good";
    public const string MemoryDumped = "probe-memory-dumped";
    public const string MemorySwappable = "probe-memory-swappable";
    public const string MemoryUnknown = "probe-memory-unknown";
    public const string ModesGood = "probe-modes-good";
    public const string ModesOpen = "probe-modes-open";
    public const string RoundTripGood = "probe-round-trip-good";
    public const string RoundTripBad = "probe-round-trip-bad";
    public const string KeysGood = "probe-keys-good";
    public const string KeysNone = "probe-keys-none";
    public const string KeysExpiring = "probe-keys-expiring";
    public const string KeysExpired = "probe-keys-expired";
    public const string TokensGood = "probe-tokens-good";
    public const string TokensNone = "probe-tokens-none";
    public const string TokensModule = "probe-tokens-module";
    public const string TokensLocked = "probe-tokens-locked";
    public const string TokensAbsent = "probe-tokens-absent";
    public const string AnchorsGood = "probe-anchors-good";
    public const string AnchorsNone = "probe-anchors-none";
    public const string Fault = "probe-fault";
}
