using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Errors;
using Bridge.Smime.Values;

namespace Bridge.Smime.Cms.Signatures;

/// <summary>What this product writes when it signs, and how it names it.</summary>
public static class SignatureSchemes
{
    /// <summary>The scheme for a key when nothing else is asked for.</summary>
    /// <param name="key">Kind of key.</param>
    /// <param name="bits">Its size; an RSA key of 7680 bits or more gets a digest of its strength (SP 800-57 part 1, table 2).</param>
    /// <exception cref="UnsupportedAlgorithmException">The key does not sign, or not here.</exception>
    public static SignatureScheme DefaultFor(KeyAlgorithm key, int bits) => key switch
    {
        KeyAlgorithm.Rsa when bits >= 7680 => new(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA384),
        KeyAlgorithm.Rsa => new(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA256),
        KeyAlgorithm.RsaPss when bits >= 7680 => new(SignatureFamily.RsaPss, HashAlgorithmName.SHA384, 48),
        KeyAlgorithm.RsaPss => new(SignatureFamily.RsaPss, HashAlgorithmName.SHA256, 32),
        KeyAlgorithm.EcP256 => new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA256),
        KeyAlgorithm.EcP384 => new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA384),
        KeyAlgorithm.EcP521 => new(SignatureFamily.Ecdsa, HashAlgorithmName.SHA512),
        KeyAlgorithm.Ed25519 => new(SignatureFamily.EdDsa, HashAlgorithmName.SHA512),
        KeyAlgorithm.Ed448 => new(SignatureFamily.EdDsa, Digests.Shake256),
        KeyAlgorithm.MlDsa44 or KeyAlgorithm.MlDsa65 or KeyAlgorithm.MlDsa87 => new(SignatureFamily.MlDsa, HashAlgorithmName.SHA512),
        _ => throw new UnsupportedAlgorithmException(key.ToString(), "This product does not sign with such a key."),
    };

    /// <summary>The SignerInfo's signatureAlgorithm and digestAlgorithm.</summary>
    /// <exception cref="UnsupportedAlgorithmException">The scheme is not one for this key, or is not produced.</exception>
    public static (AlgorithmId Signature, AlgorithmId Digest) Identifiers(SignatureScheme scheme, KeyAlgorithm key) =>
        scheme.Digest == HashAlgorithmName.SHA1
            ? throw new UnsupportedAlgorithmException("SHA-1", "Not produced.")
            : (SignatureIdentifier(scheme, key), Digests.Identifier(scheme.Digest));

    private static AlgorithmId SignatureIdentifier(SignatureScheme scheme, KeyAlgorithm key) => (scheme.Family, key) switch
    {
        // RFC 5754 section 3.2: rsaEncryption is what every reader of CMS has known since RFC 3370.
        (SignatureFamily.RsaPkcs1, KeyAlgorithm.Rsa) => AlgorithmId.WithNull(Oids.RsaEncryption),
        (SignatureFamily.RsaPss, KeyAlgorithm.Rsa or KeyAlgorithm.RsaPss) => new(Oids.RsaSsaPss, PssParameters(scheme)),
        (SignatureFamily.Ecdsa, KeyAlgorithm.EcP256 or KeyAlgorithm.EcP384 or KeyAlgorithm.EcP521) => new(EcdsaOid(scheme.Digest)),
        (SignatureFamily.EdDsa, KeyAlgorithm.Ed25519) => new(Oids.Ed25519),
        (SignatureFamily.EdDsa, KeyAlgorithm.Ed448) => new(Oids.Ed448),
        (SignatureFamily.MlDsa, KeyAlgorithm.MlDsa44) => new(Oids.MlDsa44),
        (SignatureFamily.MlDsa, KeyAlgorithm.MlDsa65) => new(Oids.MlDsa65),
        (SignatureFamily.MlDsa, KeyAlgorithm.MlDsa87) => new(Oids.MlDsa87),
        _ => throw new UnsupportedAlgorithmException(scheme.Family.ToString(), $"Not a signature scheme for a key of kind {key}."),
    };

    private static string EcdsaOid(HashAlgorithmName digest) => digest.Name switch
    {
        "SHA256" => Oids.EcdsaWithSha256,
        "SHA384" => Oids.EcdsaWithSha384,
        "SHA512" => Oids.EcdsaWithSha512,
        _ => throw new UnsupportedAlgorithmException($"ECDSA {digest.Name}", "Not produced."),
    };

    // RFC 4055 section 3.1: no field is left to its SHA-1 default; the hash identifiers carry NULL, as in its named values.
    private static byte[] PssParameters(SignatureScheme scheme)
    {
        AlgorithmId digest = AlgorithmId.WithNull(Digests.Oid(scheme.Digest));
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                digest.Write(writer);
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
            {
                new AlgorithmId(Oids.Mgf1, digest.Encoded).Write(writer);
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
            {
                writer.WriteInteger(scheme.SaltLength);
            }
        }

        return writer.Encode();
    }
}
