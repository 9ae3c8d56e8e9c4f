using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Keystore.Tokens.Cryptoki;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Tokens;

/// <summary>ECDH on a token (CKM_ECDH1_DERIVE): its answer is the bare secret Z, as an object of the session whose value is read.</summary>
internal static class TokenAgreement
{
    /// <summary>The peer's point, uncompressed; null when it is not a point of the certificate's curve.</summary>
    internal static byte[]? PointOf(ReadOnlySpan<byte> peer, Certificate certificate)
    {
        try
        {
            PublicKeyInfo key = PublicKeyInfo.Read(peer.ToArray(), new Limits());
            if (key.Curve is not { } curve || curve != CurveOf(certificate))
            {
                return null;
            }

            // What is not on the curve could draw the private key out of a careless token (invalid-curve attack).
            using ECDiffieHellman other = ECDiffieHellman.Create(curve.Parameters(key.Key));
            ECPoint point = other.ExportParameters(false).Q;
            return [4, .. point.X!, .. point.Y!];
        }
        catch (Exception e) when (e is CryptographicException or MalformedException or UnsupportedAlgorithmException)
        {
            return null;
        }
    }

    internal static byte[] InOctetString(byte[] point)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteOctetString(point);
        return writer.Encode();
    }

    internal static byte[] Derive(TokenSession session, nuint key, byte[] point, Certificate certificate)
    {
        int length = (CurveOf(certificate)!.Bits + 7) / 8;
        nuint secret = session.Functions.Derive(session.Handle, key, point, length);
        try
        {
            byte[] value = session.Attribute(secret, Ck.AttributeValue) ?? throw new CryptokiException("C_GetAttributeValue", Rv.AttributeSensitive);
            return Fit(value, length);
        }
        finally
        {
            session.Functions.Destroy(session.Handle, secret);
        }
    }

    private static NamedCurve? CurveOf(Certificate certificate) => PublicKeyInfo.Read(certificate.SubjectPublicKeyInfo, new Limits()).Curve;

    // Z has the length of the field (SEC 1 section 3.3.1); some modules drop leading zeros.
    private static byte[] Fit(byte[] value, int length)
    {
        if (value.Length >= length)
        {
            return value;
        }

        byte[] fitted = new byte[length];
        value.CopyTo(fitted, length - value.Length);
        CryptographicOperations.ZeroMemory(value);
        return fitted;
    }
}
