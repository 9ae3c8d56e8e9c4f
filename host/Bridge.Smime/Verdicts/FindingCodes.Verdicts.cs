namespace Bridge.Smime.Values;

public static partial class FindingCodes
{
    // The signature as CMS
    public const string SignatureAltered = "signature-altered";
    public const string SignatureMalformed = "signature-malformed";
    public const string SignatureMissing = "signature-missing";
    public const string SignatureUnsupported = "signature-unsupported";
    public const string SignatureKeyMismatch = "signature-key-mismatch";
    public const string SignatureAttributesNotDer = "signature-attributes-not-der";
    public const string SignatureAttributeDuplicated = "signature-attribute-duplicated";
    public const string SignatureAttributeMissing = "signature-attribute-missing";
    public const string SignatureContentTypeDiffers = "signature-content-type-differs";
    public const string SignatureAlgorithmsDiffer = "signature-algorithms-differ";
    public const string SignatureCertificateDiffers = "signature-certificate-differs";
    public const string SignatureWithoutAttributes = "signature-without-attributes";
    public const string SignatureEmbeddedContent = "signature-embedded-content";
    public const string SignatureContentMissing = "signature-content-missing";
    public const string SignatureDigestUnsupported = "signature-digest-unsupported";
    public const string SignerCertificateMissing = "signer-certificate-missing";
    public const string CertificateUnreadable = "certificate-unreadable";

    // Algorithms that policy forbids (error) or tolerates (warning)
    public const string SignatureSha1 = "signature-sha1";
    public const string SignatureDsa = "signature-dsa";
    public const string SignatureKeyShort = "signature-key-short";

    // Who signed, and who the message says it is from
    public const string AddressMismatch = "address-mismatch";
    public const string AddressSenderOnly = "address-sender-only";
    public const string AddressNone = "address-none";
    public const string AddressFromSubject = "address-from-subject";
    public const string AddressNotCompared = "address-not-compared";
    public const string FromMissing = "from-missing";
    public const string FromSeveral = "from-several";
    public const string FromDuplicated = "from-duplicated";
    public const string FromAmbiguous = "from-ambiguous";
    public const string FromDisplayAddress = "from-display-address";
    public const string FromProtectedDiffers = "from-protected-differs";

    /// <summary>The signer used another certificate before: <c>address</c>, <c>certificate</c>, <c>previous</c>, <c>what</c>. Until the user acknowledges it.</summary>
    public const string SignerChanged = "signer-changed";

    // Time
    public const string ValidWhenFirstVerified = "valid-when-first-verified";
    public const string SigningTimeOutsideValidity = "signing-time-outside-validity";
    public const string SigningTimeInFuture = "signing-time-in-future";
    public const string SigningTimeDiffersFromDate = "signing-time-differs-from-date";

    // What the signature covers
    public const string SignatureOnPart = "signature-on-part";
    public const string SignatureInAttachment = "signature-in-attachment";
    public const string SignatureOutsideEncryption = "signature-outside-encryption";
    public const string SignatureAroundSignature = "signature-around-signature";
    public const string SignatureAroundEncryptedPart = "signature-around-encrypted-part";
    public const string SignedExtraParts = "signed-extra-parts";
    public const string HeaderDuplicated = "header-duplicated";
    public const string HeaderAnomalous = "header-anomalous";

    // Encryption
    public const string EncryptionNotAuthenticated = "encryption-not-authenticated";
    public const string EncryptionWeak = "encryption-weak";
    public const string EncryptionLegacyRefused = "encryption-legacy-refused";
    public const string EncryptionUnsupported = "encryption-unsupported";
    public const string EncryptionRecipientKind = "encryption-recipient-kind";
    public const string EncryptionNoKey = "encryption-no-key";
    public const string EncryptionKeyLocked = "encryption-key-locked";
    public const string EncryptionTokenAbsent = "encryption-token-absent";
    public const string EncryptionTokenRefused = "encryption-token-refused";
    public const string EncryptionDamaged = "encryption-damaged";
    public const string EncryptedPart = "encrypted-part";

    // Structure
    public const string CmsTrailingData = "cms-trailing-data";
    public const string CmsTypeUnsupported = "cms-type-unsupported";
    public const string CmsMalformed = "cms-malformed";
    public const string CompressionUnsupported = "compression-unsupported";
    public const string CertsOnly = "certs-only";

    // Protected header fields (RFC 9788)
    public const string HeaderDifference = "header-difference";
    public const string HeaderOuterAltered = "header-outer-altered";
}
