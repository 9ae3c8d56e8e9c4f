using System.Security.Cryptography;

namespace Bridge.Smime.Cms.Signatures;

/// <summary>RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 8017 section 8).</summary>
internal static class RsaSignature
{
    public static bool Verify(PublicKeyInfo key, SignatureParameters parameters, byte[] digest, ReadOnlySpan<byte> signature)
    {
        RsaPublicKey rsa = key.Rsa!;
        HashAlgorithmName name = parameters.Digest!.Value;
        if (digest.Length != Digests.Length(name))
        {
            return false;
        }

        bool pss = parameters.Family == SignatureFamily.RsaPss;
        if (pss && (parameters.MaskDigest != name || parameters.SaltLength != digest.Length))
        {
            return PssEncoding.Verify(rsa.Parameters, digest, signature, parameters);
        }

        byte[] value = signature.ToArray();
        return rsa.Use(opened => opened.VerifyHash(digest, value, name, pss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1));
    }
}
