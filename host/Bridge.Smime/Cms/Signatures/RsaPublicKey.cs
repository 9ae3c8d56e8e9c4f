using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;

namespace Bridge.Smime.Cms.Signatures;

/// <summary>
/// An RSAPublicKey (RFC 8017 appendix A.1.1) with its size checked before anything is computed with it: a hostile modulus
/// or exponent costs seconds.
/// </summary>
public sealed record RsaPublicKey(RSAParameters Parameters, int Bits)
{
    private const int SmallestBits = 512;
    private const int LargestExponentBytes = 8;

    private static readonly KeyPool<RSA> s_opened = new(64);

    /// <exception cref="MalformedException">Code <c>public-key-malformed</c>.</exception>
    /// <exception cref="UnsupportedAlgorithmException">Modulus or exponent out of bounds.</exception>
    public static RsaPublicKey Read(ReadOnlyMemory<byte> encoded, Limits limits)
    {
        try
        {
            AsnReader reader = new(encoded, AsnEncodingRules.BER);
            AsnReader fields = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            byte[] modulus = Unsigned(fields.ReadIntegerBytes().Span);
            byte[] exponent = Unsigned(fields.ReadIntegerBytes().Span);
            fields.ThrowIfNotEmpty();
            return Check(modulus, exponent, limits);
        }
        catch (AsnContentException e)
        {
            throw PublicKeyInfo.Malformed("An RSA public key is malformed.", e);
        }
    }

    /// <summary>Verifies or encrypts with the opened key.</summary>
    internal T Use<T>(Func<RSA, T> use) =>
        s_opened.Use([.. Parameters.Exponent!, 0, .. Parameters.Modulus!], () => RSA.Create(Parameters), use);

    private static RsaPublicKey Check(byte[] modulus, byte[] exponent, Limits limits)
    {
        int bits = modulus.Length == 0 ? 0 : (modulus.Length * 8) - byte.LeadingZeroCount(modulus[0]);
        if (bits > limits.RsaBits || bits < SmallestBits)
        {
            throw new UnsupportedAlgorithmException($"RSA-{bits}", $"RSA keys have {SmallestBits} to {limits.RsaBits} bits.");
        }

        if (exponent.Length is 0 or > LargestExponentBytes || (exponent[^1] & 1) == 0 || (exponent.Length == 1 && exponent[0] == 1))
        {
            throw new UnsupportedAlgorithmException($"RSA-{bits}", "The public exponent is even, 1, or larger than 64 bits.");
        }

        return (modulus[^1] & 1) == 0
            ? throw PublicKeyInfo.Malformed("An RSA modulus is even.")
            : new RsaPublicKey(new RSAParameters { Modulus = modulus, Exponent = exponent }, bits);
    }

    private static byte[] Unsigned(ReadOnlySpan<byte> integer)
    {
        if ((integer[0] & 0x80) != 0)
        {
            throw PublicKeyInfo.Malformed("An RSA public key has a negative number.");
        }

        return integer.TrimStart((byte)0).ToArray();
    }
}
