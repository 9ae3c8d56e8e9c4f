namespace Bridge.Smime.Values;

public static partial class FindingCodes
{
    // The path as a whole
    public const string PathAnchored = "path-anchored";
    public const string PathNoIssuer = "path-no-issuer";
    public const string PathSelfSigned = "path-self-signed";
    public const string PathStepLimit = "path-step-limit";
    public const string AnchorDistrustedAfter = "anchor-distrusted-after";

    // One certificate of the path
    public const string CertificateExtensionMalformed = "certificate-extension-malformed";
    public const string CertificateSignatureBad = "certificate-signature-bad";
    public const string CertificateExpired = "certificate-expired";
    public const string CertificateNotYetValid = "certificate-not-yet-valid";
    public const string CertificateNameChain = "certificate-name-chain";
    public const string CertificateCriticalExtension = "certificate-critical-extension";
    public const string CertificateAlgorithmUnsupported = "certificate-algorithm-unsupported";
    public const string CertificateSha1 = "certificate-sha1";
    public const string CertificateDsa = "certificate-dsa";
    public const string CertificateRsaShort = "certificate-rsa-short";

    // Authorities
    public const string AuthorityNotCa = "authority-not-ca";
    public const string AuthorityKeyUsage = "authority-key-usage";
    public const string AuthorityPathLength = "authority-path-length";
    public const string AuthorityNotForMail = "authority-not-for-mail";

    // Names and policies
    public const string NameNotPermitted = "name-not-permitted";
    public const string NameExcluded = "name-excluded";
    public const string NameConstraintUnsupported = "name-constraint-unsupported";
    public const string NameConstraintCost = "name-constraint-cost";
    public const string PolicyNotAcceptable = "policy-not-acceptable";
    public const string PolicyMapsAny = "policy-maps-any";

    // Usage of the end entity (RFC 8550 section 4.4)
    public const string UsageNotForSigning = "usage-not-for-signing";
    public const string UsageNotForEncryption = "usage-not-for-encryption";
    public const string UsageNotForMail = "usage-not-for-mail";

    // Revocation
    public const string RevocationGood = "revocation-good";
    public const string RevocationRevoked = "revocation-revoked";
    public const string RevocationUnknown = "revocation-unknown";
    public const string RevocationNotChecked = "revocation-not-checked";
    public const string CrlUnusable = "crl-unusable";
    public const string OcspUnusable = "ocsp-unusable";
}
