using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Errors;

namespace Bridge.Smime.Cms.Signatures;

/// <summary>DSA (FIPS 186), verified only.</summary>
internal static class DsaSignature
{
    private const int LargestBits = 4096;

    public static bool Verify(PublicKeyInfo key, byte[] digest, ReadOnlySpan<byte> signature)
    {
        if (key.Algorithm.HasNoParameters)
        {
            throw new UnsupportedAlgorithmException("DSA", "The key's parameters are inherited, and the issuer's are not known.");
        }

        EcdsaSignature.CheckValue(signature);
        using DSA opened = DSA.Create();
        opened.ImportSubjectPublicKeyInfo(key.Encoded.Span, out _);
        return opened.VerifySignature(digest, signature, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <summary>Size of p, checked; 0 when the parameters are inherited.</summary>
    public static int Bits(PublicKeyInfo key)
    {
        if (key.Algorithm.HasNoParameters)
        {
            return 0;
        }

        try
        {
            AsnReader fields = new AsnReader(key.Algorithm.Parameters, AsnEncodingRules.BER).ReadSequence();
            int p = Length(fields);
            int q = Length(fields);
            return p > LargestBits || q > p
                ? throw new UnsupportedAlgorithmException($"DSA-{p}", $"DSA keys have at most {LargestBits} bits.")
                : p;
        }
        catch (AsnContentException e)
        {
            throw PublicKeyInfo.Malformed("DSA parameters are malformed.", e);
        }
    }

    private static int Length(AsnReader fields)
    {
        ReadOnlySpan<byte> value = fields.ReadIntegerBytes().Span.TrimStart((byte)0);
        return value.IsEmpty ? 0 : (value.Length * 8) - byte.LeadingZeroCount(value[0]);
    }
}
