using System.Security.Cryptography;
using Bridge.Smime.Errors;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;

namespace Bridge.Smime.Cms.Content;

/// <summary>CBC decryption that holds the last block back until the padding can be judged.</summary>
internal sealed class CbcDecryptor : ContentDecryptor
{
    private readonly CbcCipher _cipher;
    private readonly byte[] _pending;
    private int _held;

    private CbcDecryptor(CbcCipher cipher)
    {
        _cipher = cipher;
        _pending = new byte[cipher.BlockBytes];
    }

    public static new CbcDecryptor Create(AlgorithmId id, ReadOnlySpan<byte> key)
    {
        ContentAlgorithm? algorithm = ContentAlgorithm.ByOid(id.Oid);
        if (algorithm is null or { Authenticated: true })
        {
            throw new UnsupportedAlgorithmException(algorithm?.Name ?? id.Oid, "Not a content-encryption algorithm of enveloped-data that is read here.");
        }

        return new CbcDecryptor(algorithm.KeyBytes == 0 ? OpenRc2(id, key) : Open(algorithm, id, key));
    }

    public override int Update(ReadOnlySpan<byte> ciphertext, Span<byte> output)
    {
        int block = _pending.Length;
        int written = 0;
        if (_held > 0)
        {
            int take = Math.Min(block - _held, ciphertext.Length);
            ciphertext[..take].CopyTo(_pending.AsSpan(_held));
            ciphertext = ciphertext[take..];
            _held += take;
            if (ciphertext.IsEmpty)
            {
                return 0;
            }

            _cipher.Transform(_pending, output);
            written = block;
        }

        // What goes through now leaves at least one byte behind: the last block has the padding.
        int through = ciphertext.IsEmpty ? 0 : (ciphertext.Length - 1) / block * block;
        if (through > 0)
        {
            _cipher.Transform(ciphertext[..through], output[written..]);
        }

        _held = ciphertext.Length - through;
        ciphertext[through..].CopyTo(_pending);
        return written + through;
    }

    public override int Finish(Span<byte> output)
    {
        if (_held != _pending.Length)
        {
            throw new DecryptionFailedException();
        }

        byte[] last = new byte[_pending.Length];
        _cipher.Transform(_pending, last);
        int kept = Kept(last);
        last.AsSpan(0, kept).CopyTo(output);
        CryptographicOperations.ZeroMemory(last);
        return kept;
    }

    private protected override void Dispose(bool disposing) => _cipher.Dispose();

    // Every padding byte is looked at, in the same time whatever they are (RFC 5652 section 6.3).
    private static int Kept(ReadOnlySpan<byte> last)
    {
        int padding = last[^1];
        int wrong = (padding - 1 | last.Length - padding) >> 31 & 1;
        for (int i = 0; i < last.Length; i++)
        {
            int within = (last.Length - i - 1 - padding) >> 31 & 1;
            wrong |= within * (last[i] ^ padding);
        }

        return wrong == 0 ? last.Length - padding : throw new DecryptionFailedException();
    }

    private static CbcCipher Open(ContentAlgorithm algorithm, AlgorithmId id, ReadOnlySpan<byte> key)
    {
        byte[] iv = ContentParameters.ReadOctets(id, algorithm.BlockBytes);
        if (key.Length != algorithm.KeyBytes)
        {
            throw new DecryptionFailedException();
        }

        return algorithm.Oid == Oids.DesCbc
            ? new BouncyCbc(new DesEngine(), new ParametersWithIV(new KeyParameter(key), iv))
            : new SystemCbc(WithKey(algorithm.Oid == Oids.DesEde3Cbc ? TripleDES.Create() : Aes.Create(), key), iv, encrypt: false);
    }

    private static BouncyCbc OpenRc2(AlgorithmId id, ReadOnlySpan<byte> key)
    {
        (byte[] iv, int bits) = ContentParameters.ReadRc2(id);
        return key.Length is 0 or > 128
            ? throw new DecryptionFailedException()
            : new BouncyCbc(new RC2Engine(), new ParametersWithIV(new RC2Parameters(key.ToArray(), bits), iv));
    }

    // .NET refuses 3DES keys whose parts are equal; here that is one more key that does not open the message.
    private static SymmetricAlgorithm WithKey(SymmetricAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        try
        {
            algorithm.SetKey(key);
            return algorithm;
        }
        catch (CryptographicException)
        {
            algorithm.Dispose();
            throw new DecryptionFailedException();
        }
    }
}
