using System.Security.Cryptography;

namespace Bridge.Smime.Cms.KeyManagement;

/// <summary>RSA key transport: PKCS#1 v1.5 when <see cref="OaepDigest"/> is null, else RSAES-OAEP (RFC 8017 section 7.1).</summary>
/// <param name="OaepDigest">Digest over the label; null for PKCS#1 v1.5.</param>
/// <param name="MaskDigest">Digest of MGF1.</param>
/// <param name="Label">OAEP label, usually empty.</param>
public sealed record RsaTransportScheme(HashAlgorithmName? OaepDigest, HashAlgorithmName? MaskDigest, ReadOnlyMemory<byte> Label)
{
    public static RsaTransportScheme Pkcs1 { get; } = new(null, null, ReadOnlyMemory<byte>.Empty);
}
