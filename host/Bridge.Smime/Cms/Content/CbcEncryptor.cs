using System.Security.Cryptography;

namespace Bridge.Smime.Cms.Content;

/// <summary>AES in CBC mode with the padding of RFC 5652 section 6.3.</summary>
internal sealed class CbcEncryptor : ContentEncryptor
{
    private readonly CbcCipher _cipher;
    private readonly byte[] _pending;
    private int _held;

    private CbcEncryptor(AlgorithmId algorithm, CbcCipher cipher)
        : base(algorithm)
    {
        _cipher = cipher;
        _pending = new byte[cipher.BlockBytes];
    }

    public static CbcEncryptor Create(string oid, ReadOnlySpan<byte> key)
    {
        byte[] iv = RandomNumberGenerator.GetBytes(16);
        Aes aes = Aes.Create();
        aes.SetKey(key);
        return new CbcEncryptor(ContentParameters.Write(oid, iv), new SystemCbc(aes, iv, encrypt: true));
    }

    public override int Update(ReadOnlySpan<byte> plaintext, Span<byte> output)
    {
        int written = 0;
        if (_held > 0)
        {
            int take = Math.Min(_pending.Length - _held, plaintext.Length);
            plaintext[..take].CopyTo(_pending.AsSpan(_held));
            plaintext = plaintext[take..];
            _held += take;
            if (_held < _pending.Length)
            {
                return 0;
            }

            _cipher.Transform(_pending, output);
            written = _pending.Length;
            _held = 0;
        }

        int whole = plaintext.Length / _pending.Length * _pending.Length;
        if (whole > 0)
        {
            _cipher.Transform(plaintext[..whole], output[written..]);
        }

        _held = plaintext.Length - whole;
        plaintext[whole..].CopyTo(_pending);
        return written + whole;
    }

    public override int Finish(Span<byte> output)
    {
        _pending.AsSpan(_held).Fill((byte)(_pending.Length - _held));
        _cipher.Transform(_pending, output);
        return _pending.Length;
    }

    private protected override void Dispose(bool disposing)
    {
        CryptographicOperations.ZeroMemory(_pending);
        _cipher.Dispose();
    }
}
