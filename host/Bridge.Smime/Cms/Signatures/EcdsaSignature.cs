using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Bridge.Smime.Cms.Signatures;

/// <summary>ECDSA with an Ecdsa-Sig-Value (RFC 5753 section 2.1.1), read as DER.</summary>
internal static class EcdsaSignature
{
    private static readonly KeyPool<ECDsa> s_opened = new(64);

    public static bool Verify(PublicKeyInfo key, byte[] digest, ReadOnlySpan<byte> signature)
    {
        CheckValue(signature);
        byte[] value = signature.ToArray();
        return s_opened.Use(
            key.Curve!.IdOf(key.Key.Span),
            () => ECDsa.Create(key.Curve.Parameters(key.Key)),
            opened => opened.VerifyHash(digest, value, DSASignatureFormat.Rfc3279DerSequence));
    }

    // A value that is no DER SEQUENCE of two INTEGERs is malformed; a library would only say "no".
    internal static void CheckValue(ReadOnlySpan<byte> signature)
    {
        try
        {
            AsnReader reader = new(signature.ToArray(), AsnEncodingRules.DER);
            AsnReader pair = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            _ = pair.ReadIntegerBytes();
            _ = pair.ReadIntegerBytes();
            pair.ThrowIfNotEmpty();
        }
        catch (AsnContentException e)
        {
            throw SignatureParameters.Malformed("A signature value is not a pair of numbers.", e);
        }
    }
}
