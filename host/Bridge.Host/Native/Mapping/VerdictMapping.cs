using Bridge.Smime.Trust;
using Bridge.Smime.Verdicts;
using Wire = Bridge.Protocol.Reports;

namespace Bridge.Host.Native.Mapping;

/// <summary>The words of a verdict, one to one. A word without counterpart is a fault, never a guess.</summary>
internal static class VerdictMapping
{
    public static Wire.Seal ToWire(this Seal seal) => seal switch
    {
        Seal.None => Wire.Seal.None,
        Seal.Encrypted => Wire.Seal.Encrypted,
        Seal.Signed => Wire.Seal.Signed,
        Seal.SignedEncrypted => Wire.Seal.SignedEncrypted,
        Seal.SignatureProblem => Wire.Seal.SignatureProblem,
        Seal.CannotDecrypt => Wire.Seal.CannotDecrypt,
        _ => throw ValueMapping.Unmapped(seal),
    };

    public static Wire.EncryptionStatus ToWire(this EncryptionStatus status) => status switch
    {
        EncryptionStatus.None => Wire.EncryptionStatus.None,
        EncryptionStatus.Decrypted => Wire.EncryptionStatus.Decrypted,
        EncryptionStatus.NoKey => Wire.EncryptionStatus.NoKey,
        EncryptionStatus.Locked => Wire.EncryptionStatus.Locked,
        EncryptionStatus.Damaged => Wire.EncryptionStatus.Damaged,
        EncryptionStatus.Refused => Wire.EncryptionStatus.Refused,
        EncryptionStatus.Unsupported => Wire.EncryptionStatus.Unsupported,
        _ => throw ValueMapping.Unmapped(status),
    };

    public static Wire.SignatureStatus ToWire(this SignatureStatus status) => status switch
    {
        SignatureStatus.None => Wire.SignatureStatus.None,
        SignatureStatus.Valid => Wire.SignatureStatus.Valid,
        SignatureStatus.Unverified => Wire.SignatureStatus.Unverified,
        SignatureStatus.Invalid => Wire.SignatureStatus.Invalid,
        _ => throw ValueMapping.Unmapped(status),
    };

    public static Wire.DigestStatus ToWire(this DigestStatus digest) => digest switch
    {
        DigestStatus.Intact => Wire.DigestStatus.Intact,
        DigestStatus.Altered => Wire.DigestStatus.Altered,
        DigestStatus.Unreadable => Wire.DigestStatus.Unreadable,
        _ => throw ValueMapping.Unmapped(digest),
    };

    public static Wire.AddressMatch ToWire(this AddressMatch match) => match switch
    {
        AddressMatch.Match => Wire.AddressMatch.Match,
        AddressMatch.Mismatch => Wire.AddressMatch.Mismatch,
        AddressMatch.NoAddress => Wire.AddressMatch.NoAddress,
        _ => throw ValueMapping.Unmapped(match),
    };

    public static Wire.LayerKind ToWire(this LayerKind kind) => kind switch
    {
        LayerKind.Enveloped => Wire.LayerKind.Enveloped,
        LayerKind.Signed => Wire.LayerKind.Signed,
        LayerKind.Compressed => Wire.LayerKind.Compressed,
        LayerKind.CertsOnly => Wire.LayerKind.CertsOnly,
        _ => throw ValueMapping.Unmapped(kind),
    };

    public static Wire.FixKind ToWire(this FixKind kind) => kind switch
    {
        FixKind.TrustAuthority => Wire.FixKind.TrustAuthority,
        FixKind.CompareFingerprint => Wire.FixKind.CompareFingerprint,
        FixKind.FetchIssuer => Wire.FixKind.FetchIssuer,
        FixKind.CheckRevocation => Wire.FixKind.CheckRevocation,
        _ => throw ValueMapping.Unmapped(kind),
    };

    public static Wire.RevocationAnswer ToWire(this RevocationAnswer answer) => answer switch
    {
        RevocationAnswer.NotChecked => Wire.RevocationAnswer.NotChecked,
        RevocationAnswer.Unknown => Wire.RevocationAnswer.Unknown,
        RevocationAnswer.Good => Wire.RevocationAnswer.Good,
        RevocationAnswer.Revoked => Wire.RevocationAnswer.Revoked,
        _ => throw ValueMapping.Unmapped(answer),
    };
}
