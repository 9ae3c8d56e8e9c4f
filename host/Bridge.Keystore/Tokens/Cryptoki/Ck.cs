namespace Bridge.Keystore.Tokens.Cryptoki;

/// <summary>Numbers of PKCS#11 v2.40 and v3.0 that the binding uses.</summary>
internal static class Ck
{
    internal const uint OsLockingOk = 0x02;
    internal const uint SerialSession = 0x04;

    internal const uint User = 1, ContextSpecific = 2;

    internal const uint ClassCertificate = 1, ClassPublicKey = 2, ClassPrivateKey = 3, ClassSecretKey = 4;

    internal const uint KeyRsa = 0x00, KeyEc = 0x03, KeyGenericSecret = 0x10, KeyEcEdwards = 0x40;

    internal const uint AttributeClass = 0x000, AttributeToken = 0x001, AttributeLabel = 0x003, AttributeValue = 0x011;
    internal const uint AttributeKeyType = 0x100, AttributeId = 0x102, AttributeSensitive = 0x103;
    internal const uint AttributeModulus = 0x120, AttributeValueLength = 0x161, AttributeExtractable = 0x162;
    internal const uint AttributeEcParams = 0x180, AttributeEcPoint = 0x181, AttributeAlwaysAuthenticate = 0x202;

    internal const uint RsaPkcs = 0x01, RsaX509 = 0x03, RsaPkcsOaep = 0x09, RsaPkcsPss = 0x0D;
    internal const uint Ecdsa = 0x1041, Ecdh1Derive = 0x1050, EdDsa = 0x1057;

    internal const uint KdfNull = 1, OaepLabelSpecified = 1;

    /// <summary>Digest, as a mechanism (CKM_) and as a mask generation function (CKG_MGF1_).</summary>
    internal static (uint Mechanism, uint Mask)? Digest(string? name) => name switch
    {
        "SHA1" => (0x220, 1),
        "SHA224" => (0x255, 5),
        "SHA256" => (0x250, 2),
        "SHA384" => (0x260, 3),
        "SHA512" => (0x270, 4),
        _ => null,
    };
}

/// <summary>What a token says about itself and its PIN (CKF_ of CK_TOKEN_INFO).</summary>
[Flags]
internal enum TokenFlags : uint
{
    None = 0,
    LoginRequired = 0x04,
    ProtectedAuthenticationPath = 0x100,
    Initialized = 0x400,
    PinCountLow = 0x10000,
    PinFinalTry = 0x20000,
    PinLocked = 0x40000,
}
