using System.Security.Cryptography;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Values;
using Org.BouncyCastle.Math.EC.Rfc7748;

namespace Bridge.Smime.Cms.KeyManagement;

/// <summary>A key pair made for one message, agreed with a recipient's key.</summary>
/// <param name="KeyOid">Algorithm of the originator's key.</param>
/// <param name="PublicKey">Its public half, as the BIT STRING carries it.</param>
/// <param name="SchemeOid">Key agreement scheme with its derivation function.</param>
/// <param name="Secret">Shared secret; the caller wipes it.</param>
internal sealed record EphemeralAgreement(string KeyOid, byte[] PublicKey, string SchemeOid, byte[] Secret)
{
    private static readonly KeyPool<ECDiffieHellman> s_peers = new(64);

    /// <exception cref="UnsupportedAlgorithmException">The certificate's key takes part in no agreement.</exception>
    /// <exception cref="MalformedException">The certificate's key cannot be read.</exception>
    public static EphemeralAgreement With(Certificate recipient)
    {
        PublicKeyInfo key = PublicKeyInfo.Read(recipient.SubjectPublicKeyInfo, new Limits());
        return recipient.KeyAlgorithm switch
        {
            KeyAlgorithm.EcP256 => OnCurve(key, Oids.EcdhSha256Kdf),
            KeyAlgorithm.EcP384 => OnCurve(key, Oids.EcdhSha384Kdf),
            KeyAlgorithm.EcP521 => OnCurve(key, Oids.EcdhSha512Kdf),
            KeyAlgorithm.X25519 => OnMontgomery(key, 32, Oids.EcdhHkdfSha256),
            KeyAlgorithm.X448 => OnMontgomery(key, 56, Oids.EcdhHkdfSha512),
            _ => throw new UnsupportedAlgorithmException(recipient.KeyAlgorithm.ToString(), "This product makes no key agreement with such a key."),
        };
    }

    private static EphemeralAgreement OnCurve(PublicKeyInfo key, string scheme)
    {
        NamedCurve curve = key.Curve!;
        try
        {
            using ECDiffieHellman own = ECDiffieHellman.Create(ECCurve.CreateFromValue(curve.Oid));
            ECPoint q = own.ExportParameters(false).Q;
            return new EphemeralAgreement(Oids.EcPublicKey, [4, .. q.X!, .. q.Y!], scheme, Agree(own, curve, key));
        }
        catch (CryptographicException e)
        {
            throw PublicKeyInfo.Malformed("A recipient's elliptic-curve key is no point of its curve.", e);
        }
    }

    private static byte[] Agree(ECDiffieHellman own, NamedCurve curve, PublicKeyInfo key) => s_peers.Use(
        curve.IdOf(key.Key.Span),
        () => ECDiffieHellman.Create(curve.Parameters(key.Key)),
        peer =>
        {
            using ECDiffieHellmanPublicKey point = peer.PublicKey;
            return own.DeriveRawSecretAgreement(point);
        });

    private static EphemeralAgreement OnMontgomery(PublicKeyInfo key, int size, string scheme)
    {
        if (key.Key.Length != size)
        {
            throw PublicKeyInfo.Malformed("A recipient's key has the wrong length.");
        }

        byte[] secret = RandomNumberGenerator.GetBytes(size);
        byte[] own = new byte[size];
        byte[] shared = new byte[size];
        bool contributed = size == 32 ? Agree25519(secret, key.Key.ToArray(), own, shared) : Agree448(secret, key.Key.ToArray(), own, shared);
        CryptographicOperations.ZeroMemory(secret);
        return contributed
            ? new EphemeralAgreement(key.Algorithm.Oid, own, scheme, shared)
            : throw PublicKeyInfo.Malformed("A recipient's key is a point of small order.");
    }

    private static bool Agree25519(byte[] secret, byte[] peer, byte[] own, byte[] shared)
    {
        X25519.ScalarMultBase(secret, own);
        return X25519.CalculateAgreement(secret, 0, peer, 0, shared, 0);
    }

    private static bool Agree448(byte[] secret, byte[] peer, byte[] own, byte[] shared)
    {
        X448.ScalarMultBase(secret, own);
        return X448.CalculateAgreement(secret, 0, peer, 0, shared, 0);
    }
}
