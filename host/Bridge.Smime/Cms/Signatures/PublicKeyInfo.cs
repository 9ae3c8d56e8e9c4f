using System.Formats.Asn1;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;

namespace Bridge.Smime.Cms.Signatures;

/// <summary>A SubjectPublicKeyInfo taken apart, with the checks that must come before any arithmetic.</summary>
internal sealed record PublicKeyInfo(AlgorithmId Algorithm, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Encoded)
{
    /// <summary>RSA fields; null for other keys.</summary>
    public RsaPublicKey? Rsa { get; private init; }

    /// <summary>EC named curve; null for other keys.</summary>
    public NamedCurve? Curve { get; private init; }

    /// <summary>Modulus or field size; 0 where size has no meaning.</summary>
    public int Bits { get; private init; }

    public string CurveName => Curve?.Name ?? "";

    /// <exception cref="MalformedException">Code <c>public-key-malformed</c>.</exception>
    /// <exception cref="UnsupportedAlgorithmException">A size or curve that is not done.</exception>
    public static PublicKeyInfo Read(ReadOnlyMemory<byte> spki, Limits limits)
    {
        try
        {
            AsnReader reader = new(spki, AsnEncodingRules.BER);
            AsnReader fields = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            AlgorithmId algorithm = AlgorithmId.Read(fields);
            byte[] key = fields.ReadBitString(out int unused);
            fields.ThrowIfNotEmpty();
            return unused != 0
                ? throw Malformed("A public key that is not whole bytes.")
                : Describe(new PublicKeyInfo(algorithm, key, spki), limits);
        }
        catch (AsnContentException e)
        {
            throw Malformed("A SubjectPublicKeyInfo is malformed.", e);
        }
    }

    /// <summary>Whether this kind of key makes that kind of signature.</summary>
    public bool Fits(SignatureParameters parameters) => parameters.Family switch
    {
        SignatureFamily.RsaPkcs1 => Algorithm.Oid == Oids.RsaEncryption,
        SignatureFamily.RsaPss => Algorithm.Oid == Oids.RsaEncryption || (Algorithm.Oid == Oids.RsaSsaPss && PermitsPss(parameters)),
        SignatureFamily.Ecdsa => Algorithm.Oid == Oids.EcPublicKey,
        SignatureFamily.Dsa => Algorithm.Oid == Oids.Dsa,
        _ => Algorithm.Oid == parameters.PureOid,
    };

    internal static MalformedException Malformed(string message, Exception? inner = null) => new("public-key-malformed", message, inner);

    // RFC 4055 section 3.3: parameters in the key bind its signatures; the salt may be longer, never shorter.
    private bool PermitsPss(SignatureParameters parameters)
    {
        if (Algorithm.HasNoParameters)
        {
            return true;
        }

        SignatureParameters bound = PssParameters.Read(Algorithm.Parameters);
        return bound.Digest == parameters.Digest && bound.MaskDigest == parameters.MaskDigest && parameters.SaltLength >= bound.SaltLength;
    }

    private static PublicKeyInfo Describe(PublicKeyInfo info, Limits limits)
    {
        switch (info.Algorithm.Oid)
        {
            case Oids.RsaEncryption or Oids.RsaSsaPss or Oids.RsaesOaep:
                RsaPublicKey rsa = RsaPublicKey.Read(info.Key, limits);
                return info with { Rsa = rsa, Bits = rsa.Bits };
            case Oids.EcPublicKey:
                NamedCurve curve = NamedCurve.Read(info.Algorithm);
                return info with { Curve = curve, Bits = curve.Bits };
            case Oids.Dsa:
                return info with { Bits = DsaSignature.Bits(info) };
            default:
                return info;
        }
    }
}
