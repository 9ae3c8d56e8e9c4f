using System.Security.Cryptography;
using Bridge.Keystore.Vault;

namespace Bridge.Keystore.Import;

/// <summary>The key derivation of PKCS#12 (RFC 7292 appendix B.2).</summary>
internal static class Pkcs12Kdf
{
    internal const byte ForKey = 1, ForIv = 2, ForMac = 3;

    internal static SecretBytes Derive(ImportDigest digest, byte purpose, ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int iterations, int length) =>
        Derive(digest, purpose, password, salt, iterations, length, out _);

    /// <param name="zeroLed">
    /// Whether a sum I_j (step 6C) that a later block is made of begins with a zero octet. GnuPG 2.2 (seen with 2.2.40) drops that octet and derives another key,
    /// so that it cannot read one file in 128.
    /// </param>
    internal static SecretBytes Derive(
        ImportDigest digest, byte purpose, ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int iterations, int length, out bool zeroLed)
    {
        zeroLed = false;
        int block = digest.BlockSize;
        int saltLength = RoundUp(salt.Length, block);
        using SecretBytes input = new(block + saltLength + RoundUp(password.Length, block));
        input.Span[..block].Fill(purpose);
        Span<byte> mixed = input.Span[block..];
        Repeat(salt, mixed[..saltLength]);
        Repeat(password, mixed[saltLength..]);

        SecretBytes output = new(length);
        using SecretBytes hash = new(digest.Size);
        using SecretBytes stretched = new(block);
        for (int done = 0; done < length; done += digest.Size)
        {
            digest.Hash(input.Span, hash.Span);
            for (int i = 1; i < iterations; i++)
            {
                digest.Hash(hash.Span, hash.Span);
            }

            hash.Span[..Math.Min(digest.Size, length - done)].CopyTo(output.Span[done..]);
            Repeat(hash.Span, stretched.Span);
            for (int at = 0; at < mixed.Length; at += block)
            {
                AddPlusOne(mixed.Slice(at, block), stretched.Span);
                zeroLed |= mixed[at] == 0 && done + digest.Size < length;
            }
        }

        return output;
    }

    private static int RoundUp(int length, int block) => (length + block - 1) / block * block;

    private static void Repeat(ReadOnlySpan<byte> source, Span<byte> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = source[i % source.Length];
        }
    }

    private static void AddPlusOne(Span<byte> number, ReadOnlySpan<byte> addend)
    {
        int carry = 1;
        for (int i = number.Length - 1; i >= 0; i--)
        {
            carry += number[i] + addend[i];
            number[i] = (byte)carry;
            carry >>= 8;
        }
    }
}
