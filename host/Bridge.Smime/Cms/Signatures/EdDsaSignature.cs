using Bridge.Smime.Errors;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Bridge.Smime.Cms.Signatures;

/// <summary>Pure Ed25519 and Ed448 (RFC 8032) with an empty context, as RFC 8419 uses them.</summary>
internal static class EdDsaSignature
{
    public static bool Verify(PublicKeyInfo key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        bool is25519 = key.Algorithm.Oid == Oids.Ed25519;
        (int keyBytes, int signatureBytes) = is25519 ? (32, 64) : (57, 114);
        if (key.Key.Length != keyBytes)
        {
            throw PublicKeyInfo.Malformed("An Edwards-curve public key has the wrong length.");
        }

        if (signature.Length != signatureBytes)
        {
            throw SignatureParameters.Malformed("An EdDSA signature has the wrong length.");
        }

        return is25519
            ? new Ed25519PublicKeyParameters(key.Key.Span).Verify(Ed25519.Algorithm.Ed25519, null, message, signature)
            : new Ed448PublicKeyParameters(key.Key.Span).Verify(Ed448.Algorithm.Ed448, [], message, signature);
    }
}
