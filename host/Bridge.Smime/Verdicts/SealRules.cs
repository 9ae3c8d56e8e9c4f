namespace Bridge.Smime.Verdicts;

/// <summary>Turns the outcomes of decryption and signature into the one seal of a message (RFC 9787 section 3).</summary>
public static class SealRules
{
    /// <summary>
    /// What cannot be decrypted has no other seal. A signature that is there and not valid is a problem, encrypted or not:
    /// only a valid one adds to the seal.
    /// </summary>
    public static Seal Decide(EncryptionStatus encryption, SignatureStatus signature) => (encryption, signature) switch
    {
        (not EncryptionStatus.None and not EncryptionStatus.Decrypted, _) => Seal.CannotDecrypt,
        (_, SignatureStatus.Invalid or SignatureStatus.Unverified) => Seal.SignatureProblem,
        (EncryptionStatus.Decrypted, SignatureStatus.Valid) => Seal.SignedEncrypted,
        (EncryptionStatus.Decrypted, _) => Seal.Encrypted,
        (_, SignatureStatus.Valid) => Seal.Signed,
        _ => Seal.None,
    };
}
