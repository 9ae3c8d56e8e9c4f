using Bridge.Keystore.Keys;
using Bridge.Smime.Values;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Bridge.Keystore.Import;

/// <summary>
/// Finds the certificates that name a private key, by the key itself: the local key ids of PKCS#12 are only hints.
/// </summary>
internal static class KeyPairs
{
    internal static bool Belongs(ReadOnlyMemory<byte> pkcs8, Certificate certificate)
    {
        try
        {
            if (IsRsa(certificate.KeyAlgorithm))
            {
                // Compared by the library that wipes what it read.
                return SoftwareKey.Matches(pkcs8.Span, certificate);
            }

            PrivateKeyInfo info = PrivateKeyInfo.GetInstance(Asn1Object.FromByteArray(pkcs8.ToArray()));
            SubjectPublicKeyInfo named = SubjectPublicKeyInfo.GetInstance(Asn1Object.FromByteArray(certificate.SubjectPublicKeyInfo.ToArray()));
            return SamePublicKey(PrivateKeyFactory.CreateKey(info), named);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A key that cannot be read belongs to no certificate.
            return false;
        }
    }

    private static bool IsRsa(KeyAlgorithm algorithm) => algorithm is KeyAlgorithm.Rsa or KeyAlgorithm.RsaPss;

    private static bool SamePublicKey(AsymmetricKeyParameter key, SubjectPublicKeyInfo named) => key switch
    {
        ECPrivateKeyParameters ec => PublicKeyFactory.CreateKey(named) is ECPublicKeyParameters theirs
            && theirs.Parameters.Curve.Equals(ec.Parameters.Curve) && ec.Parameters.G.Multiply(ec.D).Equals(theirs.Q),
        DsaPrivateKeyParameters dsa => PublicKeyFactory.CreateKey(named) is DsaPublicKeyParameters theirs
            && dsa.Parameters.G.ModPow(dsa.X, dsa.Parameters.P).Equals(theirs.Y),
        Ed25519PrivateKeyParameters ed => Same(ed.GeneratePublicKey().GetEncoded(), named),
        Ed448PrivateKeyParameters ed => Same(ed.GeneratePublicKey().GetEncoded(), named),
        X25519PrivateKeyParameters x => Same(x.GeneratePublicKey().GetEncoded(), named),
        X448PrivateKeyParameters x => Same(x.GeneratePublicKey().GetEncoded(), named),
        MLDsaPrivateKeyParameters ml => Same(ml.GetPublicKeyEncoded(), named),
        MLKemPrivateKeyParameters ml => Same(ml.GetPublicKeyEncoded(), named),
        _ => false,
    };

    private static bool Same(byte[] publicKey, SubjectPublicKeyInfo named) => named.PublicKey.GetBytes().AsSpan().SequenceEqual(publicKey);
}
