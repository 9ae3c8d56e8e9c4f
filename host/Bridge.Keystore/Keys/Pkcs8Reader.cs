using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Cms;
using Bridge.Smime.Errors;

namespace Bridge.Keystore.Keys;

/// <summary>Takes a PrivateKeyInfo / OneAsymmetricKey (RFC 5958) apart by its algorithm. The copies made on the way are wiped.</summary>
internal static class Pkcs8Reader
{
    /// <exception cref="MalformedException">Code <c>key-malformed</c>.</exception>
    /// <exception cref="UnsupportedAlgorithmException">A kind of key that is not used here.</exception>
    public static PrivateOperations Open(ReadOnlySpan<byte> pkcs8)
    {
        byte[] copy = pkcs8.ToArray();
        byte[] secret = [];
        try
        {
            AsnReader reader = new(copy, AsnEncodingRules.BER);
            AsnReader fields = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            _ = fields.ReadIntegerBytes();
            AlgorithmId algorithm = AlgorithmId.Read(fields);
            secret = fields.ReadOctetString();
            return Open(algorithm, secret);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException or ArgumentException or FormatException or InvalidOperationException or ArithmeticException
            || (e is MalformedException { Code: not "key-malformed" }))
        {
            throw Malformed("A private key is malformed.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    internal static MalformedException Malformed(string message, Exception? inner = null) => new("key-malformed", message, inner);

    /// <summary>CurvePrivateKey of RFC 8410: an OCTET STRING of exactly the key's length.</summary>
    internal static byte[] ReadCurveKey(byte[] secret, int length)
    {
        AsnReader reader = new(secret, AsnEncodingRules.BER);
        byte[] key = reader.ReadOctetString();
        reader.ThrowIfNotEmpty();
        return key.Length == length ? key : throw Malformed("A private key has the wrong length.");
    }

    private static PrivateOperations Open(AlgorithmId algorithm, byte[] secret) => algorithm.Oid switch
    {
        Oids.RsaEncryption or Oids.RsaSsaPss or Oids.RsaesOaep => RsaOperations.Open(secret),
        Oids.EcPublicKey => EcOperations.Open(algorithm, secret),
        Oids.Ed25519 or Oids.Ed448 => new EdwardsOperations(algorithm.Oid, secret),
        Oids.X25519 or Oids.X448 => new MontgomeryOperations(algorithm.Oid, secret),
        Oids.MlDsa44 or Oids.MlDsa65 or Oids.MlDsa87 => new MlDsaOperations(algorithm.Oid, secret),
        Oids.MlKem512 or Oids.MlKem768 or Oids.MlKem1024 => new MlKemOperations(algorithm.Oid, secret),
        _ => throw new UnsupportedAlgorithmException(algorithm.Oid, "Private keys of this kind are not used."),
    };
}
