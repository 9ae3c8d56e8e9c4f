using System.Formats.Asn1;
using Org.BouncyCastle.Asn1.X509;

namespace Bridge.Smime.Values;

/// <summary>Recognises public keys by their SubjectPublicKeyInfo without building a key from them.</summary>
public static class PublicKeys
{
    private static readonly Dictionary<string, KeyAlgorithm> s_byOid = new()
    {
        ["1.2.840.113549.1.1.1"] = KeyAlgorithm.Rsa,
        ["1.2.840.113549.1.1.7"] = KeyAlgorithm.Rsa,
        ["1.2.840.113549.1.1.10"] = KeyAlgorithm.RsaPss,
        ["1.2.840.10040.4.1"] = KeyAlgorithm.Dsa,
        ["1.3.101.110"] = KeyAlgorithm.X25519,
        ["1.3.101.111"] = KeyAlgorithm.X448,
        ["1.3.101.112"] = KeyAlgorithm.Ed25519,
        ["1.3.101.113"] = KeyAlgorithm.Ed448,
        ["2.16.840.1.101.3.4.3.17"] = KeyAlgorithm.MlDsa44,
        ["2.16.840.1.101.3.4.3.18"] = KeyAlgorithm.MlDsa65,
        ["2.16.840.1.101.3.4.3.19"] = KeyAlgorithm.MlDsa87,
        ["2.16.840.1.101.3.4.4.1"] = KeyAlgorithm.MlKem512,
        ["2.16.840.1.101.3.4.4.2"] = KeyAlgorithm.MlKem768,
        ["2.16.840.1.101.3.4.4.3"] = KeyAlgorithm.MlKem1024,
    };

    /// <summary>Family and size in bits (modulus or field; 0 where size has no meaning).</summary>
    public static (KeyAlgorithm Algorithm, int Bits) Describe(SubjectPublicKeyInfo key)
    {
        string oid = key.Algorithm.Algorithm.Id;
        if (oid == "1.2.840.10045.2.1")
        {
            return (key.Algorithm.Parameters as Org.BouncyCastle.Asn1.DerObjectIdentifier)?.Id switch
            {
                "1.2.840.10045.3.1.7" => (KeyAlgorithm.EcP256, 256),
                "1.3.132.0.34" => (KeyAlgorithm.EcP384, 384),
                "1.3.132.0.35" => (KeyAlgorithm.EcP521, 521),
                _ => (KeyAlgorithm.EcOther, 0),
            };
        }

        KeyAlgorithm algorithm = s_byOid.GetValueOrDefault(oid, KeyAlgorithm.Unknown);
        return algorithm switch
        {
            KeyAlgorithm.Rsa or KeyAlgorithm.RsaPss => (algorithm, FirstIntegerBits(key.PublicKey.GetBytes())),
            KeyAlgorithm.Dsa => (algorithm, FirstIntegerBits(key.Algorithm.Parameters?.ToAsn1Object().GetEncoded() ?? [])),
            _ => (algorithm, 0),
        };
    }

    // The modulus comes first, in an RSAPublicKey and in the parameters of a DSA key, which may be left to the issuer.
    private static int FirstIntegerBits(byte[] der)
    {
        try
        {
            ReadOnlySpan<byte> value = new AsnReader(der, AsnEncodingRules.BER).ReadSequence().ReadIntegerBytes().Span;
            int skip = value.Length > 0 && value[0] == 0 ? 1 : 0;
            return value.Length == skip ? 0 : ((value.Length - skip) * 8) - byte.LeadingZeroCount(value[skip]);
        }
        catch (AsnContentException)
        {
            return 0;
        }
    }
}
