using Bridge.Smime.Values;
using Org.BouncyCastle.Crypto;

namespace Bridge.Keystore.Tokens;

/// <summary>Lets a padding be taken off here while the token does the arithmetic.</summary>
/// <param name="certificate">Names the key.</param>
/// <param name="decrypt">The token's RSA without padding (CKM_RSA_X_509); null for any failure.</param>
internal sealed class TokenRsaEngine(Certificate certificate, Func<byte[], byte[]?> decrypt) : IAsymmetricBlockCipher, ICipherParameters
{
    public string AlgorithmName => "RSA";

    public void Init(bool forEncryption, ICipherParameters parameters)
    {
    }

    public int GetInputBlockSize() => (certificate.KeyBits + 7) / 8;

    public int GetOutputBlockSize() => GetInputBlockSize() - 1;

    // As BouncyCastle's own engine answers: the number, without leading zeros.
    public byte[] ProcessBlock(byte[] inBuf, int inOff, int inLen) =>
        (decrypt(inBuf[inOff..(inOff + inLen)]) ?? throw new InvalidCipherTextException("The token did not decrypt.")).AsSpan().TrimStart((byte)0).ToArray();
}
