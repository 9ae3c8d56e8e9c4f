using System.Numerics;
using System.Security.Cryptography;

namespace Bridge.Smime.Cms.Signatures;

/// <summary>
/// RSASSA-PSS verification (RFC 8017 sections 8.1.2 and 9.1.2) for the parameters that .NET does not take: a salt of
/// another length than the digest, or another digest in the mask. Everything here is public, so variable time is no harm.
/// </summary>
internal static class PssEncoding
{
    public static bool Verify(RSAParameters key, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature, SignatureParameters parameters)
    {
        BigInteger modulus = new(key.Modulus, isUnsigned: true, isBigEndian: true);
        BigInteger value = new(signature, isUnsigned: true, isBigEndian: true);
        if (signature.Length != key.Modulus!.Length || value >= modulus)
        {
            return false;
        }

        BigInteger opened = BigInteger.ModPow(value, new BigInteger(key.Exponent, isUnsigned: true, isBigEndian: true), modulus);
        int bits = (int)modulus.GetBitLength() - 1;
        byte[] encoded = new byte[(bits + 7) / 8];
        byte[] bytes = opened.ToByteArray(isUnsigned: true, isBigEndian: true);
        if (bytes.Length > encoded.Length)
        {
            return false;
        }

        bytes.CopyTo(encoded, encoded.Length - bytes.Length);
        return Matches(encoded, bits, digest, parameters);
    }

    private static bool Matches(byte[] encoded, int bits, ReadOnlySpan<byte> digest, SignatureParameters parameters)
    {
        HashAlgorithmName name = parameters.Digest!.Value;
        int hashed = Digests.Length(name);
        int salt = parameters.SaltLength;
        if (digest.Length != hashed || encoded.Length - hashed - 2 < salt || encoded[^1] != 0xbc)
        {
            return false;
        }

        Span<byte> masked = encoded.AsSpan(0, encoded.Length - hashed - 1);
        ReadOnlySpan<byte> hash = encoded.AsSpan(masked.Length, hashed);
        int unused = (8 * encoded.Length) - bits;
        if (masked[0] >> (8 - unused) != 0)
        {
            return false;
        }

        Unmask(masked, hash, parameters.MaskDigest!.Value);
        masked[0] &= (byte)(0xff >> unused);
        int zeros = masked.Length - salt - 1;
        if (masked[..zeros].ContainsAnyExcept((byte)0) || masked[zeros] != 1)
        {
            return false;
        }

        byte[] message = [.. new byte[8], .. digest, .. masked[(zeros + 1)..]];
        return ContentDigest.Compute(name, message).AsSpan().SequenceEqual(hash);
    }

    // MGF1, RFC 8017 appendix B.2.1.
    private static void Unmask(Span<byte> masked, ReadOnlySpan<byte> seed, HashAlgorithmName digest)
    {
        byte[] input = [.. seed, 0, 0, 0, 0];
        for (int at = 0, counter = 0; at < masked.Length; counter++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(input.AsSpan(seed.Length), counter);
            foreach (byte mask in ContentDigest.Compute(digest, input))
            {
                if (at == masked.Length)
                {
                    break;
                }

                masked[at++] ^= mask;
            }
        }
    }
}
