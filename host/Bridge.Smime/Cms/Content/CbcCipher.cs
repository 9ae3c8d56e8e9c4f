using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Modes;

namespace Bridge.Smime.Cms.Content;

/// <summary>Whole blocks in CBC mode, chained from call to call. Padding is the caller's.</summary>
internal abstract class CbcCipher : IDisposable
{
    public abstract int BlockBytes { get; }

    /// <summary>Transforms whole blocks. Input and output must not overlap.</summary>
    public abstract void Transform(ReadOnlySpan<byte> input, Span<byte> output);

    public abstract void Dispose();
}

/// <summary>
/// On .NET's one-shot calls: they take spans, so big blocks go through without a copy, and the chaining value is carried here.
/// </summary>
internal sealed class SystemCbc(SymmetricAlgorithm algorithm, byte[] iv, bool encrypt) : CbcCipher
{
    private readonly byte[] _chain = [.. iv];

    public override int BlockBytes => _chain.Length;

    public override void Transform(ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (encrypt)
        {
            algorithm.EncryptCbc(input, _chain, output, PaddingMode.None);
            output.Slice(input.Length - _chain.Length, _chain.Length).CopyTo(_chain);
        }
        else
        {
            algorithm.DecryptCbc(input, _chain, output, PaddingMode.None);
            input[^_chain.Length..].CopyTo(_chain);
        }
    }

    public override void Dispose() => algorithm.Dispose();
}

/// <summary>On BouncyCastle, for DES and RC2, which OpenSSL 3 keeps in a provider that is not loaded.</summary>
internal sealed class BouncyCbc : CbcCipher
{
    private readonly CbcBlockCipher _cipher;

    public BouncyCbc(IBlockCipher engine, ICipherParameters parameters)
    {
        _cipher = new CbcBlockCipher(engine);
        _cipher.Init(false, parameters);
    }

    public override int BlockBytes => _cipher.GetBlockSize();

    public override void Transform(ReadOnlySpan<byte> input, Span<byte> output)
    {
        for (int at = 0; at < input.Length; at += BlockBytes)
        {
            _cipher.ProcessBlock(input[at..], output[at..]);
        }
    }

    public override void Dispose() => _cipher.Reset();
}
