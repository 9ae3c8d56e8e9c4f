namespace Bridge.Smime.Policy;

/// <summary>Whether and how hard revocation is judged.</summary>
public enum RevocationMode
{
    Off,
    /// <summary>Revoked is bad; unknown is said and tolerated.</summary>
    Soft,
    /// <summary>Unknown is not good enough.</summary>
    Hard,
}

/// <summary>Which header fields are protected (RFC 9788).</summary>
public enum HeaderProtectionMode
{
    Off,
    /// <summary>All fields copied inside; only the Subject is hidden outside.</summary>
    Subject,
    /// <summary>All fields copied inside; everything that transport does not need is hidden outside.</summary>
    All,
}

/// <summary>When a new message is encrypted without being asked to.</summary>
public enum EncryptionDefault
{
    Off,
    /// <summary>When everybody it goes to can read it encrypted.</summary>
    Possible,
    /// <summary>Every message; whoever cannot be encrypted to is told before it leaves.</summary>
    Always,
}

/// <summary>
/// Every choice a user or administrator can make, with its default. The names on the command line are
/// <c>signatures.*</c>, <c>trust.*</c>, <c>revocation.*</c>, <c>decryption.*</c>, <c>network.*</c>, <c>encryption.*</c>,
/// <c>sending.*</c>, <c>harvest.*</c>, <c>keys.*</c>, <c>limits.*</c>.
/// </summary>
public sealed record SmimePolicy
{
    public static SmimePolicy Default { get; } = new();

    // signatures.*
    public bool AcceptSha1 { get; init; }
    public int MinimumRsaBits { get; init; } = 2048;
    public bool AcceptDsa { get; init; }
    public bool RequireAddressMatch { get; init; } = true;
    /// <summary>Take addresses from the subject's emailAddress when there is no subjectAltName one; shown as such.</summary>
    public bool AcceptSubjectAddress { get; init; } = true;

    // trust.*
    public bool SystemAnchors { get; init; } = true;
    /// <summary>Initial user policy set as OIDs; empty means any-policy (RFC 5280 section 6.1.1 c).</summary>
    public IReadOnlyList<string> InitialPolicies { get; init; } = [];
    public bool RequireExplicitPolicy { get; init; }
    public bool InhibitPolicyMapping { get; init; }
    public bool InhibitAnyPolicy { get; init; }

    // revocation.*
    public RevocationMode Revocation { get; init; } = RevocationMode.Soft;
    public bool UseCrl { get; init; } = true;
    public bool UseOcsp { get; init; } = true;
    /// <summary>Use only revocation data at hand; fetch none even where the network is allowed.</summary>
    public bool RevocationOffline { get; init; }

    // decryption.*, network.*
    public bool AcceptLegacyDecryption { get; init; }
    public bool NetworkEnabled { get; init; } = true;

    // encryption.*
    /// <summary>Value of <see cref="EncryptionAlgorithm"/> that leaves the choice to what recipients advertise.</summary>
    public const string Automatic = "auto";

    /// <summary><see cref="Automatic"/>, or the name of a <see cref="Cms.Content.ContentAlgorithm"/> that this product produces.</summary>
    public string EncryptionAlgorithm { get; init; } = Automatic;

    // sending.*
    public HeaderProtectionMode HeaderProtection { get; init; } = HeaderProtectionMode.Subject;

    /// <summary>An address's own setting can ask for more than this, not for less.</summary>
    public EncryptionDefault EncryptByDefault { get; init; } = EncryptionDefault.Off;

    /// <summary>Offer encryption while a message is written that everybody could read encrypted and that is not going to be.</summary>
    public bool SuggestEncryption { get; init; } = true;

    // harvest.*
    public bool HarvestEnabled { get; init; } = true;

    // keys.*
    /// <summary>After how many minutes without use unlocked keys are locked again; 0: only on demand.</summary>
    public int LockAfterMinutes { get; init; } = 30;

    public Limits Limits { get; init; } = new();
}

/// <summary>Bounds on input; exceeding one is a refusal with the limit's name, never a crash.</summary>
public sealed record Limits
{
    /// <summary>Largest message in bytes.</summary>
    public long MessageBytes { get; init; } = 4L << 30;
    /// <summary>Largest authenticated-encryption ciphertext held in memory, in bytes.</summary>
    public long AuthenticatedBytes { get; init; } = 1L << 30;
    /// <summary>Most plaintext of unauthenticated encryption that is held in memory for a pipe until its end holds, in bytes.</summary>
    public long HeldBytes { get; init; } = 64L << 20;
    public int MimeDepth { get; init; } = 32;
    public int MimeParts { get; init; } = 2000;
    public int CryptographicLayers { get; init; } = 8;
    public int Signers { get; init; } = 32;
    public int Recipients { get; init; } = 2000;
    public int Certificates { get; init; } = 200;
    public int RsaBits { get; init; } = 16384;
    public long DecompressedBytes { get; init; } = 1L << 30;
    /// <summary>Largest ratio of decompressed to compressed bytes after the first MiB.</summary>
    public int DecompressionRatio { get; init; } = 200;
    public int PathBuildingSteps { get; init; } = 2000;
    /// <summary>Public-key work for one message, in verifications with RSA-2048: about a second of it.</summary>
    public int SignatureEffort { get; init; } = 30_000;
    public int BerDepth { get; init; } = 48;
    /// <summary>Largest BER element that is not content (certificates, attributes), in bytes.</summary>
    public int BerElementBytes { get; init; } = 16 << 20;
}
