using System.Security.Cryptography;
using Bridge.Smime.Values;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Bridge.TestKit;

/// <summary>A fresh key pair: PKCS#8 PrivateKeyInfo and SubjectPublicKeyInfo.</summary>
public sealed record ForgedKey(byte[] Pkcs8, byte[] SubjectPublicKeyInfo)
{
    public static ForgedKey Generate(KeyAlgorithm algorithm, int rsaBits = 2048) => algorithm switch
    {
        KeyAlgorithm.Rsa => Rsa(rsaBits),
        KeyAlgorithm.RsaPss => Retag(Rsa(rsaBits), "1.2.840.113549.1.1.10"),
        KeyAlgorithm.Dsa => DsaKey(),
        KeyAlgorithm.EcP256 => Ec(ECCurve.NamedCurves.nistP256),
        KeyAlgorithm.EcP384 => Ec(ECCurve.NamedCurves.nistP384),
        KeyAlgorithm.EcP521 => Ec(ECCurve.NamedCurves.nistP521),
        KeyAlgorithm.Ed25519 => Own(new Ed25519KeyPairGenerator(), new Ed25519KeyGenerationParameters(new SecureRandom())),
        KeyAlgorithm.Ed448 => Own(new Ed448KeyPairGenerator(), new Ed448KeyGenerationParameters(new SecureRandom())),
        KeyAlgorithm.X25519 => Own(new X25519KeyPairGenerator(), new X25519KeyGenerationParameters(new SecureRandom())),
        KeyAlgorithm.X448 => Own(new X448KeyPairGenerator(), new X448KeyGenerationParameters(new SecureRandom())),
        KeyAlgorithm.MlDsa44 => MlDsa(MLDsaParameters.ml_dsa_44),
        KeyAlgorithm.MlDsa65 => MlDsa(MLDsaParameters.ml_dsa_65),
        KeyAlgorithm.MlDsa87 => MlDsa(MLDsaParameters.ml_dsa_87),
        KeyAlgorithm.MlKem512 => MlKem(MLKemParameters.ml_kem_512),
        KeyAlgorithm.MlKem768 => MlKem(MLKemParameters.ml_kem_768),
        KeyAlgorithm.MlKem1024 => MlKem(MLKemParameters.ml_kem_1024),
        _ => throw new ArgumentException($"No keys of kind {algorithm} are forged.", nameof(algorithm)),
    };

    private static ForgedKey Rsa(int bits)
    {
        using RSA key = RSA.Create(bits);
        return new ForgedKey(key.ExportPkcs8PrivateKey(), key.ExportSubjectPublicKeyInfo());
    }

    private static ForgedKey DsaKey()
    {
        using DSA key = DSA.Create(2048);
        return new ForgedKey(key.ExportPkcs8PrivateKey(), key.ExportSubjectPublicKeyInfo());
    }

    private static ForgedKey Ec(ECCurve curve)
    {
        using ECDsa key = ECDsa.Create(curve);
        return new ForgedKey(key.ExportPkcs8PrivateKey(), key.ExportSubjectPublicKeyInfo());
    }

    private static ForgedKey MlDsa(MLDsaParameters set) =>
        Own(new MLDsaKeyPairGenerator(), new MLDsaKeyGenerationParameters(new SecureRandom(), set));

    private static ForgedKey MlKem(MLKemParameters set) =>
        Own(new MLKemKeyPairGenerator(), new MLKemKeyGenerationParameters(new SecureRandom(), set));

    private static ForgedKey Own(IAsymmetricCipherKeyPairGenerator generator, KeyGenerationParameters parameters)
    {
        generator.Init(parameters);
        AsymmetricCipherKeyPair pair = generator.GenerateKeyPair();
        return new ForgedKey(
            PrivateKeyInfoFactory.CreatePrivateKeyInfo(pair.Private).GetDerEncoded(),
            SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(pair.Public).GetDerEncoded());
    }

    // The same numbers under another algorithm identifier, without parameters.
    private static ForgedKey Retag(ForgedKey key, string oid)
    {
        Org.BouncyCastle.Asn1.X509.AlgorithmIdentifier algorithm = new(new DerObjectIdentifier(oid));
        Asn1Sequence secret = Asn1Sequence.GetInstance(key.Pkcs8);
        Asn1Sequence open = Asn1Sequence.GetInstance(key.SubjectPublicKeyInfo);
        return new ForgedKey(
            new DerSequence(secret[0], algorithm, secret[2]).GetDerEncoded(),
            new DerSequence(algorithm, open[1]).GetDerEncoded());
    }
}
