using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;

namespace Bridge.Keystore.Keys;

/// <summary>ECDSA and ECDH on a named curve, on .NET.</summary>
internal sealed class EcOperations : PrivateOperations
{
    private readonly NamedCurve _curve;
    private readonly ECParameters _public;
    private readonly ECDsa _signer;
    private readonly ECDiffieHellman _agreement;

    private EcOperations(NamedCurve curve, ECParameters key)
    {
        _curve = curve;
        _agreement = ECDiffieHellman.Create(key);
        _public = _agreement.ExportParameters(false);
        ECParameters whole = key;
        whole.Q = _public.Q;
        _signer = ECDsa.Create(whole);
    }

    /// <summary>ECPrivateKey (RFC 5915); the curve stands in the PKCS#8 algorithm or in the key itself.</summary>
    public static EcOperations Open(AlgorithmId algorithm, byte[] ecPrivateKey)
    {
        AsnReader fields = new AsnReader(ecPrivateKey, AsnEncodingRules.BER).ReadSequence();
        _ = fields.ReadIntegerBytes();
        byte[] scalar = fields.ReadOctetString();
        NamedCurve curve = algorithm.HasNoParameters && InnerCurve(fields) is { } inner ? inner : NamedCurve.Read(algorithm);
        ECParameters key = new() { Curve = ECCurve.CreateFromValue(curve.Oid), D = Fit(scalar, (curve.Bits + 7) / 8) };
        try
        {
            return new EcOperations(curve, key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
            CryptographicOperations.ZeroMemory(key.D);
        }
    }

    public override bool IsPublicKey(PublicKeyInfo key)
    {
        if (key.Curve != _curve)
        {
            return false;
        }

        ECPoint point = _curve.Parameters(key.Key).Q;
        return point.X.AsSpan().SequenceEqual(_public.Q.X) && point.Y.AsSpan().SequenceEqual(_public.Q.Y);
    }

    public override byte[] Sign(ReadOnlySpan<byte> data, SignatureScheme scheme) =>
        scheme.Family == SignatureFamily.Ecdsa
            ? _signer.SignData(data, scheme.Digest, DSASignatureFormat.Rfc3279DerSequence)
            : throw WrongScheme();

    public override byte[]? Agree(ReadOnlySpan<byte> peer)
    {
        try
        {
            PublicKeyInfo key = PublicKeyInfo.Read(peer.ToArray(), new Limits());
            if (key.Curve != _curve)
            {
                return null;
            }

            using ECDiffieHellman other = ECDiffieHellman.Create(_curve.Parameters(key.Key));
            using ECDiffieHellmanPublicKey point = other.PublicKey;
            return _agreement.DeriveRawSecretAgreement(point);
        }
        catch (Exception e) when (e is CryptographicException or MalformedException or UnsupportedAlgorithmException)
        {
            return null;
        }
    }

    public override void Dispose()
    {
        _signer.Dispose();
        _agreement.Dispose();
    }

    private static NamedCurve? InnerCurve(AsnReader fields)
    {
        Asn1Tag tag = new(TagClass.ContextSpecific, 0, true);
        return fields.HasData && fields.PeekTag() == tag ? NamedCurve.ByOid(fields.ReadSequence(tag).ReadObjectIdentifier()) : null;
    }

    // Writers drop or add leading zeros of the scalar.
    private static byte[] Fit(ReadOnlySpan<byte> scalar, int size)
    {
        ReadOnlySpan<byte> significant = scalar.TrimStart((byte)0);
        if (significant.IsEmpty || significant.Length > size)
        {
            throw Pkcs8Reader.Malformed("An elliptic-curve private key has the wrong length.");
        }

        byte[] fitted = new byte[size];
        significant.CopyTo(fitted.AsSpan(size - significant.Length));
        return fitted;
    }
}
