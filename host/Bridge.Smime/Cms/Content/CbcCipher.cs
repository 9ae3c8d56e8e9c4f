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
/// On .NET's transform, which keeps the cipher set up from call to call: a one-shot call costs 1.6 microseconds to set up,
/// too much for messages in short segments. The transform takes arrays, so blocks pass through two that stay in the cache.
/// </summary>
internal sealed class SystemCbc : CbcCipher
{
    private const int StageBytes = 8192;

    private readonly ICryptoTransform _transform;
    private readonly byte[] _input = new byte[StageBytes];
    private readonly byte[] _output = new byte[StageBytes];

    /// <summary>Takes the algorithm with its key, and disposes of it.</summary>
    public SystemCbc(SymmetricAlgorithm algorithm, byte[] iv, bool encrypt)
    {
        using (algorithm)
        {
            algorithm.Mode = CipherMode.CBC;
            algorithm.Padding = PaddingMode.None;
            algorithm.IV = iv;
            _transform = encrypt ? algorithm.CreateEncryptor() : algorithm.CreateDecryptor();
        }

        BlockBytes = iv.Length;
    }

    public override int BlockBytes { get; }

    public override void Transform(ReadOnlySpan<byte> input, Span<byte> output)
    {
        while (!input.IsEmpty)
        {
            int taken = Math.Min(StageBytes, input.Length);
            input[..taken].CopyTo(_input);
            int written = _transform.TransformBlock(_input, 0, taken, _output, 0);
            _output.AsSpan(0, written).CopyTo(output);
            input = input[taken..];
            output = output[written..];
        }
    }

    public override void Dispose()
    {
        _transform.Dispose();
        CryptographicOperations.ZeroMemory(_input);
        CryptographicOperations.ZeroMemory(_output);
    }
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
