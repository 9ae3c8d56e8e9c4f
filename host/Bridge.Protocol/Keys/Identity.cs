using Bridge.Protocol.Values;

namespace Bridge.Protocol.Keys;

/// <summary>Settings of one own address, and what follows from them now.</summary>
/// <param name="Address">The address.</param>
/// <param name="SignByDefault">Whether new messages are signed.</param>
/// <param name="EncryptByDefault">Whether new messages are encrypted.</param>
/// <param name="IncludeCertificates">Whether signatures carry the certificates.</param>
/// <param name="Form">Form of the signature.</param>
/// <param name="SigningKey">Id of the chosen key; absent for automatic.</param>
/// <param name="EncryptionKey">Id of the chosen key; absent for automatic.</param>
/// <param name="EffectiveSigningKey">Id of the key that signs now; absent when there is none.</param>
/// <param name="EffectiveEncryptionKey">Id of the key that is encrypted to now; absent when there is none.</param>
public sealed record Identity(
    string Address,
    bool SignByDefault,
    bool EncryptByDefault,
    bool IncludeCertificates,
    SignatureForm Form,
    string? SigningKey = null,
    string? EncryptionKey = null,
    string? EffectiveSigningKey = null,
    string? EffectiveEncryptionKey = null);
