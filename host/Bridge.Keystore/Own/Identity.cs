using Bridge.Smime.Sending;

namespace Bridge.Keystore.Own;

/// <summary>What a user chose for one of his addresses.</summary>
/// <param name="Address">In normal form.</param>
/// <param name="SigningKey">Id of the key to sign with; null for automatic.</param>
/// <param name="EncryptionKey">Id of the key that mail to this address is encrypted to; null for automatic.</param>
/// <param name="Form">How signed mail is written when it is not encrypted.</param>
public sealed record Identity(
    string Address,
    string? SigningKey = null,
    string? EncryptionKey = null,
    bool SignByDefault = false,
    bool EncryptByDefault = false,
    bool IncludeCertificates = true,
    SignatureForm Form = SignatureForm.Clear);
