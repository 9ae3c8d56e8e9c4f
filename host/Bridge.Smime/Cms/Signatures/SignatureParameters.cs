using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Errors;

namespace Bridge.Smime.Cms.Signatures;

/// <summary>A signature algorithm identifier read strictly.</summary>
/// <param name="Family">Padding or construction.</param>
/// <param name="Digest">The digest signed; null for EdDSA and ML-DSA, which sign the message.</param>
/// <param name="MaskDigest">PSS: digest of MGF1.</param>
/// <param name="SaltLength">PSS: salt length in bytes.</param>
/// <param name="PureOid">EdDSA and ML-DSA: the algorithm, which is the key's too.</param>
internal sealed record SignatureParameters(
    SignatureFamily Family,
    HashAlgorithmName? Digest,
    HashAlgorithmName? MaskDigest = null,
    int SaltLength = 0,
    string? PureOid = null)
{
    private static readonly Dictionary<string, (SignatureFamily Family, string DigestOid)> s_combined = new()
    {
        ["1.2.840.113549.1.1.4"] = (SignatureFamily.RsaPkcs1, Oids.Md5),
        [Oids.Sha1WithRsa] = (SignatureFamily.RsaPkcs1, Oids.Sha1),
        ["1.3.14.3.2.29"] = (SignatureFamily.RsaPkcs1, Oids.Sha1),
        ["1.2.840.113549.1.1.14"] = (SignatureFamily.RsaPkcs1, Oids.Sha224),
        [Oids.Sha256WithRsa] = (SignatureFamily.RsaPkcs1, Oids.Sha256),
        [Oids.Sha384WithRsa] = (SignatureFamily.RsaPkcs1, Oids.Sha384),
        [Oids.Sha512WithRsa] = (SignatureFamily.RsaPkcs1, Oids.Sha512),
        ["2.16.840.1.101.3.4.3.14"] = (SignatureFamily.RsaPkcs1, Oids.Sha3Sha256),
        ["2.16.840.1.101.3.4.3.15"] = (SignatureFamily.RsaPkcs1, Oids.Sha3Sha384),
        ["2.16.840.1.101.3.4.3.16"] = (SignatureFamily.RsaPkcs1, Oids.Sha3Sha512),
        [Oids.DsaWithSha1] = (SignatureFamily.Dsa, Oids.Sha1),
        ["1.3.14.3.2.27"] = (SignatureFamily.Dsa, Oids.Sha1),
        [Oids.DsaWithSha256] = (SignatureFamily.Dsa, Oids.Sha256),
        ["2.16.840.1.101.3.4.3.3"] = (SignatureFamily.Dsa, Oids.Sha384),
        ["2.16.840.1.101.3.4.3.4"] = (SignatureFamily.Dsa, Oids.Sha512),
        [Oids.EcdsaWithSha1] = (SignatureFamily.Ecdsa, Oids.Sha1),
        ["1.2.840.10045.4.3.1"] = (SignatureFamily.Ecdsa, Oids.Sha224),
        [Oids.EcdsaWithSha256] = (SignatureFamily.Ecdsa, Oids.Sha256),
        [Oids.EcdsaWithSha384] = (SignatureFamily.Ecdsa, Oids.Sha384),
        [Oids.EcdsaWithSha512] = (SignatureFamily.Ecdsa, Oids.Sha512),
        ["2.16.840.1.101.3.4.3.10"] = (SignatureFamily.Ecdsa, Oids.Sha3Sha256),
        ["2.16.840.1.101.3.4.3.11"] = (SignatureFamily.Ecdsa, Oids.Sha3Sha384),
        ["2.16.840.1.101.3.4.3.12"] = (SignatureFamily.Ecdsa, Oids.Sha3Sha512),
    };

    private static readonly Dictionary<string, (SignatureFamily Family, string Name)> s_pure = new()
    {
        [Oids.Ed25519] = (SignatureFamily.EdDsa, "Ed25519"),
        [Oids.Ed448] = (SignatureFamily.EdDsa, "Ed448"),
        [Oids.MlDsa44] = (SignatureFamily.MlDsa, "ML-DSA-44"),
        [Oids.MlDsa65] = (SignatureFamily.MlDsa, "ML-DSA-65"),
        [Oids.MlDsa87] = (SignatureFamily.MlDsa, "ML-DSA-87"),
    };

    /// <param name="signature">signatureAlgorithm.</param>
    /// <param name="digest">digestAlgorithm; null for X.509 objects, whose algorithm must name its digest itself.</param>
    /// <exception cref="MalformedException">Code <c>signature-malformed</c>.</exception>
    /// <exception cref="UnsupportedAlgorithmException">Not an algorithm that is checked here.</exception>
    public static SignatureParameters Read(AlgorithmId signature, AlgorithmId? digest)
    {
        if (digest is not null)
        {
            CheckDigestParameters(digest);
        }

        if (s_pure.TryGetValue(signature.Oid, out (SignatureFamily Family, string Name) pure))
        {
            return signature.Parameters.IsEmpty
                ? new SignatureParameters(pure.Family, null, PureOid: signature.Oid)
                : throw Malformed($"{pure.Name} takes no parameters.");
        }

        if (signature.Oid == Oids.RsaSsaPss)
        {
            return PssParameters.Read(signature.Parameters);
        }

        if (s_combined.TryGetValue(signature.Oid, out (SignatureFamily Family, string DigestOid) combined))
        {
            CheckEmpty(signature);
            return new SignatureParameters(combined.Family, KnownDigest(combined.DigestOid));
        }

        return new SignatureParameters(BareFamily(signature.Oid), KnownDigest(BareDigestOid(signature, digest)));
    }

    /// <summary>The name for people, as far as the identifiers tell it; the key adds its curve.</summary>
    public static string NameOf(AlgorithmId signature, AlgorithmId? digest, string curve)
    {
        if (s_pure.TryGetValue(signature.Oid, out (SignatureFamily Family, string Name) pure))
        {
            return pure.Name;
        }

        if (signature.Oid == Oids.RsaSsaPss)
        {
            return $"RSASSA-PSS {DigestLabel(PssParameters.DigestOid(signature.Parameters))}".TrimEnd();
        }

        return s_combined.TryGetValue(signature.Oid, out (SignatureFamily Family, string DigestOid) combined)
            ? $"{FamilyName(combined.Family, curve)} {DigestLabel(combined.DigestOid)}"
            : BareName(signature, digest, curve);
    }

    internal static HashAlgorithmName KnownDigest(string oid) =>
        Digests.ByOid(oid) ?? throw new UnsupportedAlgorithmException(DigestLabel(oid), "This message digest is not accepted.");

    internal static MalformedException Malformed(string message, Exception? inner = null) => new("signature-malformed", message, inner);

    private static string BareName(AlgorithmId signature, AlgorithmId? digest, string curve) => signature.Oid switch
    {
        Oids.RsaEncryption or Oids.Dsa or Oids.EcPublicKey =>
            $"{FamilyName(BareFamily(signature.Oid), curve)} {(digest is null ? "" : DigestLabel(digest.Oid))}".TrimEnd(),
        _ => signature.Oid,
    };

    // RFC 3370 section 3.2 and older practice: the key's own algorithm stands for "sign with it, over digestAlgorithm".
    private static SignatureFamily BareFamily(string oid) => oid switch
    {
        Oids.RsaEncryption => SignatureFamily.RsaPkcs1,
        Oids.Dsa => SignatureFamily.Dsa,
        Oids.EcPublicKey or Oids.EcdsaWithSpecified => SignatureFamily.Ecdsa,
        _ => throw new UnsupportedAlgorithmException(oid, "This signature algorithm is not known."),
    };

    private static string BareDigestOid(AlgorithmId signature, AlgorithmId? digest)
    {
        if (signature.Oid == Oids.EcdsaWithSpecified)
        {
            return AlgorithmId.Decode(signature.Parameters).Oid;
        }

        if (signature.Oid == Oids.RsaEncryption)
        {
            CheckEmpty(signature);
        }

        return digest?.Oid ?? throw new UnsupportedAlgorithmException(signature.Oid, "The signature algorithm does not name a digest.");
    }

    private static void CheckEmpty(AlgorithmId signature)
    {
        if (!signature.HasNoParameters)
        {
            throw Malformed("The signature algorithm has parameters where there are none.");
        }
    }

    // RFC 5754 section 2: absent or NULL, except for SHAKE with a stated length, which RFC 8419 fixes at 512 bits.
    private static void CheckDigestParameters(AlgorithmId digest)
    {
        if (digest.Oid != Oids.Shake256Length)
        {
            if (!digest.HasNoParameters)
            {
                throw Malformed("The digest algorithm has parameters where there are none.");
            }

            return;
        }

        try
        {
            if (!AsnDecoder.TryReadInt32(digest.Parameters.Span, AsnEncodingRules.BER, out int bits, out int used)
                || bits != 512 || used != digest.Parameters.Length)
            {
                throw new UnsupportedAlgorithmException("SHAKE256", "Only 512 bits of output are accepted.");
            }
        }
        catch (AsnContentException e)
        {
            throw Malformed("SHAKE256 without its output length.", e);
        }
    }

    private static string FamilyName(SignatureFamily family, string curve) => family switch
    {
        SignatureFamily.RsaPkcs1 => "RSASSA-PKCS1-v1_5",
        SignatureFamily.Dsa => "DSA",
        _ => curve.Length == 0 ? "ECDSA" : $"ECDSA {curve}",
    };

    private static string DigestLabel(string oid) => oid switch
    {
        "1.2.840.113549.2.2" => "MD2",
        "1.2.840.113549.2.4" => "MD4",
        Oids.Md5 => "MD5",
        Oids.Sha224 => "SHA-224",
        _ => Digests.ByOid(oid) is { } name ? Digests.Label(name) : oid,
    };
}
