using Bridge.Protocol.Doctor;

namespace Bridge.Host.Doctor;

/// <summary>What the command line says about a probe, and what to do.</summary>
internal static class ProbeText
{
    private static readonly Dictionary<string, string> s_texts = new()
    {
        [ProbeCodes.Version] = "Version {version} on {runtime}.",
        [ProbeCodes.ManifestGood] = "Mail clients find this host by {path}.",
        [ProbeCodes.ManifestMissing] = "Mail clients do not find the host: {path} is not there. Run 'smime-bridge install'.",
        [ProbeCodes.ManifestInvalid] = "{path} is not a manifest of this host, or names a file that is not there. Run 'smime-bridge install'.",
        [ProbeCodes.ManifestForeign] = "{path} names another executable, {executable}. Run 'smime-bridge install' to use this one.",
        [ProbeCodes.HostAnswers] = "{executable} starts and answers within {milliseconds} ms.",
        [ProbeCodes.HostSilent] = "{executable} does not start, or does not answer. Install the host again.",
        [ProbeCodes.HostOtherVersion] = "{executable} is version {version}, not this one. Run 'smime-bridge install' with the version you want.",
        [ProbeCodes.StoreGood] = "The keystore {path} can be read and written and is whole; its master key is kept in: {vault}.",
        [ProbeCodes.VaultKeyFile] = "The master key lies in a file beside the keystore: who copies the whole folder has your keys. 'smime-bridge keys protect --with passphrase' or '--with secret-service' is safer.",
        [ProbeCodes.VaultPassphraseLocked] = "The keys are protected with a passphrase, and locked.",
        [ProbeCodes.VaultPassphraseOpen] = "The keys are protected with a passphrase, and unlocked.",
        [ProbeCodes.VaultSystem] = "The keys are protected by the system's vault ({vault}), which opens with your login.",
        [ProbeCodes.MemoryGood] = "Unlocked keys are neither written to the swap space nor into core dumps.",
        [ProbeCodes.MemoryDumped] = "A crash of this program could write its memory to the disk: the system did not let core dumps be switched off.",
        [ProbeCodes.MemorySwappable] = "Unlocked keys could be written to the swap space: raise the limit of locked memory ('ulimit -l'), or encrypt the swap space.",
        [ProbeCodes.MemoryUnknown] = "Whether unlocked keys can be written to the swap space is left to this operating system.",
        [ProbeCodes.ModesGood] = "Nobody else can read {path}.",
        [ProbeCodes.ModesOpen] = "Others can read or write {path}. Run 'chmod -R go-rwx' on the keystore's folder.",
        [ProbeCodes.RoundTripGood] = "A message was signed, encrypted, decrypted and verified.",
        [ProbeCodes.RoundTripBad] = "A message did not come back as it was sent (seal {seal}, signature {signature}). Please report this.",
        [ProbeCodes.KeysGood] = "Own keys that are valid now: {count}.",
        [ProbeCodes.KeysNone] = "No own key is valid now. Import your certificate: 'smime-bridge keys import FILE'.",
        [ProbeCodes.KeysExpiring] = "The certificate of {address} ends on {notAfter}, in {days} days. Get a new one and import it with 'smime-bridge keys import FILE'; the old one stays for reading.",
        [ProbeCodes.KeysExpired] = "The certificate of {address} ended on {notAfter} and signs no more. Get a new one and import it with 'smime-bridge keys import FILE'.",
        [ProbeCodes.TokensGood] = "Token modules that work: {modules}; tokens plugged in: {tokens}.",
        [ProbeCodes.TokensNone] = "No token module is in use. For a smart card: 'smime-bridge tokens modules list'.",
        [ProbeCodes.TokensModule] = "The token module {path} cannot be used ({reason}). Install it again, or run 'smime-bridge tokens modules remove {path}'.",
        [ProbeCodes.TokensLocked] = "The PIN of the token {token} is locked. Unlock it with its maker's program and its PUK.",
        [ProbeCodes.TokensAbsent] = "The token {token}, which one of your keys is on, is not plugged in.",
        [ProbeCodes.AnchorsGood] = "Trust anchors for mail: {count}, of which {user} added by you.",
        [ProbeCodes.AnchorsNone] = "No authority is trusted for mail: no signature can be valid. Set trust.systemAnchors, or add one with 'smime-bridge anchors add FILE'.",
        [ProbeCodes.Fault] = "The probe itself failed ({kind}). Run again with --verbose, or see the log.",
        ["store-unwritable"] = "The folder {path} cannot be written. Check its owner and its file system.",
        ["store-damaged"] = "The keystore {path} is damaged. Put back one of its backups, or restore your own backup.",
        ["store-newer"] = "The keystore was written by a newer version ({version}). Install that version.",
        ["store-full"] = "The disk is full.",
        ["store-locked"] = "Another process holds the keystore. Close it and try again.",
        ["key-locked"] = "The keystore's master key cannot be used ({reason}).",
        ["key-locked-key-missing"] = "The keystore is locked: its master key is not here. Was the folder copied without it, or to another machine? Put the key file back, or restore a backup.",
        ["key-locked-key-other"] = "The keystore is locked: the master key here belongs to another keystore. Put back the one that belongs to it.",
        ["key-locked-vault-absent"] = "The keystore is locked: the system's vault that has its master key is not to be had here. Start this in your desktop session; there 'smime-bridge keys protect --with passphrase' makes it independent of it.",
        ["key-locked-vault-locked"] = "The system's vault that has the master key is locked. It asks you when a key is used.",
        ["key-locked-vault-failing"] = "The system's vault that has the master key does not work. See its own messages, then try again.",
    };

    public static string Of(Probe probe)
    {
        string? special = probe.Parameters.TryGetValue("reason", out string? reason) ? s_texts.GetValueOrDefault($"{probe.Code}-{reason}") : null;
        string text = special ?? s_texts.GetValueOrDefault(probe.Code, probe.Code);
        return probe.Parameters.Aggregate(text, (t, p) => t.Replace($"{{{p.Key}}}", p.Value, StringComparison.Ordinal));
    }
}
