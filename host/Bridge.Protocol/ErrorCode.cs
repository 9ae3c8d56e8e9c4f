namespace Bridge.Protocol;

/// <summary>
/// The codes of <c>failure</c>. Append-only; each is explained in PROTOCOL.md and has a text in every locale. Codes of
/// refusals are the same words in the layers below.
/// </summary>
public static class ErrorCode
{
    public const string ProtocolUnsupported = "protocol-unsupported";
    public const string ExtensionUnknown = "extension-unknown";
    public const string HelloExpected = "hello-expected";
    public const string FrameOversize = "frame-oversize";
    public const string FrameTruncated = "frame-truncated";
    public const string MessageMalformed = "message-malformed";
    public const string MessageUnknown = "message-unknown";
    public const string RequestDuplicate = "request-duplicate";
    public const string ChunkUnexpected = "chunk-unexpected";
    public const string WindowExceeded = "window-exceeded";
    public const string ContentOversize = "content-oversize";
    public const string Busy = "busy";
    public const string Cancelled = "cancelled";
    public const string PromptDismissed = "prompt-dismissed";
    public const string PromptUnavailable = "prompt-unavailable";
    public const string PassphraseWrong = "passphrase-wrong";
    public const string FileUnreadable = "file-unreadable";
    public const string FileWithoutKey = "file-without-key";
    public const string FileWithoutCertificate = "file-without-certificate";
    public const string NoSigningKey = "no-signing-key";
    public const string NoOwnCertificate = "no-own-certificate";
    public const string KeyLocked = "key-locked";
    public const string VaultUnavailable = "vault-unavailable";
    public const string KeyUnusable = "key-unusable";
    public const string KeyUnknown = "key-unknown";
    public const string KeyUnfit = "key-unfit";
    public const string TokenAbsent = "token-absent";
    public const string TokenAmbiguous = "token-ambiguous";
    public const string TokenKeyMissing = "token-key-missing";
    public const string TokenPinWrong = "token-pin-wrong";
    public const string TokenPinLocked = "token-pin-locked";
    public const string TokenPinUnset = "token-pin-unset";
    public const string TokenFailed = "token-failed";
    public const string TokenBusy = "token-busy";
    public const string TokenModuleUnusable = "token-module-unusable";
    public const string TokenModuleUnknown = "token-module-unknown";
    public const string CertificateUnknown = "certificate-unknown";
    public const string CertificateMalformed = "certificate-malformed";
    public const string FingerprintMismatch = "fingerprint-mismatch";
    public const string RecipientsMissing = "recipients-missing";
    public const string AlreadyProtected = "already-protected";
    public const string MessageUnreadable = "message-unreadable";
    public const string LimitExceeded = "limit-exceeded";
    public const string PolicyUnknown = "policy-unknown";
    public const string PolicyValue = "policy-value";
    public const string StoreLocked = "store-locked";
    public const string StoreFull = "store-full";
    public const string StoreUnwritable = "store-unwritable";
    public const string StoreDamaged = "store-damaged";
    public const string StoreNewer = "store-newer";
    public const string KeyForeign = "key-foreign";
    public const string KeyUntrusted = "key-untrusted";
    public const string RuleAlways = "rule-always";
    public const string RuleSubject = "rule-subject";
    public const string RuleUnknown = "rule-unknown";
    public const string SenderMismatch = "sender-mismatch";
    public const string ProfileUnknown = "profile-unknown";
    public const string ProfileBusy = "profile-busy";
    public const string KeyKept = "key-kept";
    public const string PassphraseShort = "passphrase-short";
    public const string BackupUnreadable = "backup-unreadable";
    public const string BackupNewer = "backup-newer";
    public const string BackupDamaged = "backup-damaged";
    public const string RequestInvalid = "request-invalid";
    public const string RequestUnknown = "request-unknown";
    public const string SubAddressNeeded = "sub-address-needed";
    public const string ProofEmpty = "proof-empty";
    public const string TrustForeign = "trust-foreign";
    public const string MessageNotEncrypted = "message-not-encrypted";
    public const string MessageNotDecrypted = "message-not-decrypted";
    public const string Internal = "internal";
}
