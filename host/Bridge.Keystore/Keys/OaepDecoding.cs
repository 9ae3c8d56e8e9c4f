using System.Security.Cryptography;
using Bridge.Smime.Cms.KeyManagement;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Encodings;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;

namespace Bridge.Keystore.Keys;

/// <summary>RSAES-OAEP (RFC 8017 section 7.1.2) with a label, another digest in the mask, or a digest that .NET's RSA does not take.</summary>
internal static class OaepDecoding
{
    /// <summary>Whether .NET does this variant itself.</summary>
    public static bool IsPlain(RsaTransportScheme scheme, HashAlgorithmName digest) =>
        scheme.MaskDigest == digest && scheme.Label.IsEmpty && digest.Name is "SHA1" or "SHA256" or "SHA384" or "SHA512";

    public static byte[]? Decrypt(RSA key, ReadOnlySpan<byte> encryptedKey, RsaTransportScheme scheme)
    {
        RSAParameters secret = key.ExportParameters(true);
        try
        {
            RsaPrivateCrtKeyParameters parameters = new(
                Number(secret.Modulus), Number(secret.Exponent), Number(secret.D), Number(secret.P),
                Number(secret.Q), Number(secret.DP), Number(secret.DQ), Number(secret.InverseQ));
            return Decrypt(new RsaBlindedEngine(), parameters, encryptedKey, scheme);
        }
        finally
        {
            foreach (byte[]? part in new[] { secret.D, secret.P, secret.Q, secret.DP, secret.DQ, secret.InverseQ })
            {
                CryptographicOperations.ZeroMemory(part);
            }
        }
    }

    /// <summary>The same where another one does the arithmetic.</summary>
    /// <param name="engine">Raises to the private exponent.</param>
    /// <param name="key">What the engine is given.</param>
    public static byte[]? Decrypt(IAsymmetricBlockCipher engine, ICipherParameters key, ReadOnlySpan<byte> encryptedKey, RsaTransportScheme scheme)
    {
        try
        {
            OaepEncoding oaep = new(engine, Digest(scheme.OaepDigest!.Value), Digest(scheme.MaskDigest!.Value), scheme.Label.ToArray());
            oaep.Init(false, key);
            return oaep.ProcessBlock(encryptedKey.ToArray(), 0, encryptedKey.Length);
        }
        catch (Exception e) when (e is CryptoException or ArgumentException or SecurityUtilityException)
        {
            return null;
        }
    }

    private static BigInteger Number(byte[]? value) => new(1, value!);

    private static IDigest Digest(HashAlgorithmName name) => DigestUtilities.GetDigest(name.Name switch
    {
        "SHA1" => "SHA-1",
        "SHA224" => "SHA-224",
        "SHA256" => "SHA-256",
        "SHA384" => "SHA-384",
        "SHA512" => "SHA-512",
        var other => other,
    });
}
