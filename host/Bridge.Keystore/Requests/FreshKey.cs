using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Keystore.Keys;
using Bridge.Keystore.Vault;
using Bridge.Smime.Cms.Signatures;
using Org.BouncyCastle.Crypto.Parameters;

namespace Bridge.Keystore.Requests;

/// <summary>A key pair that was just made. The private half is wiped on disposal.</summary>
internal sealed class FreshKey : IDisposable
{
    private const string Sha256WithRsa = "1.2.840.113549.1.1.11", EcdsaWithSha256 = "1.2.840.10045.4.3.2", EcdsaWithSha384 = "1.2.840.10045.4.3.3",
        Ed25519 = "1.3.101.112";

    private readonly SignatureScheme _scheme;

    private FreshKey(SecretBytes pkcs8, byte[] publicKey, SignatureScheme scheme, string signatureOid) =>
        (Pkcs8, SubjectPublicKeyInfo, _scheme, SignatureOid) = (pkcs8, publicKey, scheme, signatureOid);

    internal SecretBytes Pkcs8 { get; }

    internal byte[] SubjectPublicKeyInfo { get; }

    /// <summary>Of the signatures that this key makes on requests.</summary>
    internal string SignatureOid { get; }

    /// <summary>RFC 4055 section 5: the RSA signature algorithms have NULL parameters, the others none.</summary>
    internal bool SignatureHasNull => SignatureOid == Sha256WithRsa;

    internal static FreshKey Generate(RequestAlgorithm algorithm) => algorithm switch
    {
        RequestAlgorithm.Rsa3072 => Rsa(3072),
        RequestAlgorithm.Rsa4096 => Rsa(4096),
        RequestAlgorithm.P256 => Ec(ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256, EcdsaWithSha256),
        RequestAlgorithm.P384 => Ec(ECCurve.NamedCurves.nistP384, HashAlgorithmName.SHA384, EcdsaWithSha384),
        RequestAlgorithm.Ed25519 => Edwards(),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };

    internal byte[] Sign(byte[] data)
    {
        using PrivateOperations operations = Pkcs8Reader.Open(Pkcs8.Span);
        return operations.Sign(data, _scheme);
    }

    public void Dispose() => Pkcs8.Dispose();

    private static FreshKey Rsa(int bits)
    {
        using RSA key = RSA.Create(bits);
        return new FreshKey(Secret(key), key.ExportSubjectPublicKeyInfo(), new(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA256), Sha256WithRsa);
    }

    private static FreshKey Ec(ECCurve curve, HashAlgorithmName digest, string signature)
    {
        using ECDsa key = ECDsa.Create(curve);
        return new FreshKey(Secret(key), key.ExportSubjectPublicKeyInfo(), new(SignatureFamily.Ecdsa, digest), signature);
    }

    private static SecretBytes Secret(AsymmetricAlgorithm key)
    {
        byte[] pkcs8 = key.ExportPkcs8PrivateKey();
        SecretBytes secret = new(pkcs8);
        CryptographicOperations.ZeroMemory(pkcs8);
        return secret;
    }

    // RFC 8410 sections 4 and 7.
    private static FreshKey Edwards()
    {
        using SecretBytes seed = new(Ed25519PrivateKeyParameters.KeySize);
        RandomNumberGenerator.Fill(seed.Span);
        byte[] open = new Ed25519PrivateKeyParameters(seed.Span).GeneratePublicKey().GetEncoded();
        AsnWriter secret = new(AsnEncodingRules.DER), spki = new(AsnEncodingRules.DER);
        using (secret.PushSequence())
        {
            secret.WriteInteger(0);
            WriteEd25519(secret);
            using (secret.PushOctetString())
            {
                secret.WriteOctetString(seed.Span);
            }
        }

        using (spki.PushSequence())
        {
            WriteEd25519(spki);
            spki.WriteBitString(open);
        }

        SecretBytes pkcs8 = new(secret.GetEncodedLength());
        secret.Encode(pkcs8.Span);
        // The writer zeroes its own buffer.
        secret.Reset();
        return new FreshKey(pkcs8, spki.Encode(), new(SignatureFamily.EdDsa, HashAlgorithmName.SHA512), Ed25519);
    }

    private static void WriteEd25519(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Ed25519);
        }
    }
}
