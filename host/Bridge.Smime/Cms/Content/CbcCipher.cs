using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Modes;

namespace Bridge.Smime.Cms.Content;

/// <summary>Whole blocks in CBC mode, chained from call to call. Padding is the caller's.</summary>
internal abstract class CbcCipher : IDisposable
{
    public abstract int BlockBytes { get; }

    /// <summary>Transforms whole blocks, at least one. Input and output must not overlap.</summary>
    public abstract void Transform(ReadOnlySpan<byte> input, Span<byte> output);

    public abstract void Dispose();
}

/// <summary>
/// On .NET's one-shot calls, each chained to the one before by its last block. They work on spans without a copy; setting one
/// up costs 1.6 microseconds, so the callers gather blocks before they call.
/// </summary>
internal sealed class SystemCbc : CbcCipher
{
    private readonly SymmetricAlgorithm _algorithm;
    private readonly byte[] _chained;
    private readonly bool _encrypts;

    /// <summary>Takes over the algorithm with its key.</summary>
    public SystemCbc(SymmetricAlgorithm algorithm, ReadOnlySpan<byte> iv, bool encrypt) =>
        (_algorithm, _chained, _encrypts) = (algorithm, iv.ToArray(), encrypt);

    public override int BlockBytes => _chained.Length;

    public override void Transform(ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (_encrypts)
        {
            _algorithm.EncryptCbc(input, _chained, output, PaddingMode.None);
            output.Slice(input.Length - BlockBytes, BlockBytes).CopyTo(_chained);
        }
        else
        {
            _algorithm.DecryptCbc(input, _chained, output, PaddingMode.None);
            input[^BlockBytes..].CopyTo(_chained);
        }
    }

    public override void Dispose() => _algorithm.Dispose();
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
