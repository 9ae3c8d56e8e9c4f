using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Bridge.Smime.Cms.Signatures;

/// <summary>Pure ML-DSA (FIPS 204) with an empty context, as RFC 9882 uses it.</summary>
internal static class MlDsaSignature
{
    public static bool Verify(PublicKeyInfo key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        (MLDsaParameters set, int signatureBytes) = key.Algorithm.Oid switch
        {
            Oids.MlDsa44 => (MLDsaParameters.ml_dsa_44, 2420),
            Oids.MlDsa65 => (MLDsaParameters.ml_dsa_65, 3309),
            _ => (MLDsaParameters.ml_dsa_87, 4627),
        };
        if (signature.Length != signatureBytes)
        {
            throw SignatureParameters.Malformed("An ML-DSA signature has the wrong length.");
        }

        MLDsaSigner verifier = new(set, deterministic: false);
        verifier.Init(false, MLDsaPublicKeyParameters.FromEncoding(set, key.Key.ToArray()));
        verifier.BlockUpdate(message);
        return verifier.VerifySignature(signature.ToArray());
    }
}
