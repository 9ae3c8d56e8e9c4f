using Bridge.Protocol.Values;

namespace Bridge.Protocol.Keys;

/// <summary>Changes the settings of one own address; the result is what follows from them.</summary>
/// <param name="Id">The request.</param>
/// <param name="Address">The address.</param>
/// <param name="Settings">All settings, the unchanged ones too.</param>
public sealed record SetIdentity(long Id, string Address, IdentitySettings Settings) : Request<Identity>(Id);

/// <param name="Address">The address; the same as in the request.</param>
/// <param name="SignByDefault">Whether new messages are signed.</param>
/// <param name="EncryptByDefault">Whether new messages are encrypted.</param>
/// <param name="IncludeCertificates">Whether signatures carry the certificates.</param>
/// <param name="Form">Form of the signature.</param>
/// <param name="SigningKey">Id of the key to sign with; null for automatic.</param>
/// <param name="EncryptionKey">Id of the key to encrypt to; null for automatic.</param>
public sealed record IdentitySettings(
    string Address,
    bool SignByDefault,
    bool EncryptByDefault,
    bool IncludeCertificates,
    SignatureForm Form,
    string? SigningKey = null,
    string? EncryptionKey = null);
