using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Keystore.Vault;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Paddings;
using Org.BouncyCastle.Crypto.Parameters;

namespace Bridge.Keystore.Import;

/// <summary>A cipher that key files are encrypted with, for reading them.</summary>
internal sealed class FileCipher
{
    private readonly Func<ReadOnlySpan<byte>, ReadOnlySpan<byte>, ReadOnlySpan<byte>, SecretBytes> _decrypt;

    private FileCipher(int keySize, int blockSize, Func<ReadOnlySpan<byte>, ReadOnlySpan<byte>, ReadOnlySpan<byte>, SecretBytes> decrypt) =>
        (KeySize, BlockSize, _decrypt) = (keySize, blockSize, decrypt);

    internal int KeySize { get; }

    /// <summary>Also the size of the initialisation vector; 0 for a stream cipher.</summary>
    internal int BlockSize { get; }

    internal static FileCipher Des { get; } = Block(8, 8, () => new DesEngine(), key => new KeyParameter(key));

    internal static FileCipher TripleDes(int keySize) => Block(keySize, 8, () => new DesEdeEngine(), key => new KeyParameter(key));

    internal static FileCipher Rc2(int keySize, int effectiveBits) => Block(keySize, 8, () => new RC2Engine(), key => new RC2Parameters(key, effectiveBits));

    internal static FileCipher Rc4(int keySize) => new(keySize, 0, static (key, _, encrypted) =>
    {
        RC4Engine engine = new();
        engine.Init(false, new KeyParameter(key));
        SecretBytes plain = new(encrypted.Length);
        engine.ProcessBytes(encrypted, plain.Span);
        return plain;
    });

    internal static FileCipher Aes(int keySize) => new(keySize, 16, static (key, iv, encrypted) =>
    {
        using Aes aes = System.Security.Cryptography.Aes.Create();
        aes.SetKey(key);
        using SecretBytes buffer = new(encrypted.Length);
        int written = aes.DecryptCbc(encrypted, iv, buffer.Span);
        return new SecretBytes(buffer.Span[..written]);
    });

    internal static FileCipher Camellia(int keySize) => Block(keySize, 16, () => new CamelliaEngine(), key => new KeyParameter(key));

    /// <summary>The encryptionScheme of PBES2 with its initialisation vector.</summary>
    internal static (FileCipher Cipher, byte[] Iv) Read(AsnReader scheme)
    {
        string oid = scheme.ReadObjectIdentifier();
        return oid switch
        {
            "2.16.840.1.101.3.4.1.2" => (Aes(16), scheme.ReadOctetString()),
            "2.16.840.1.101.3.4.1.22" => (Aes(24), scheme.ReadOctetString()),
            "2.16.840.1.101.3.4.1.42" => (Aes(32), scheme.ReadOctetString()),
            "1.2.392.200011.61.1.1.1.2" => (Camellia(16), scheme.ReadOctetString()),
            "1.2.392.200011.61.1.1.1.3" => (Camellia(24), scheme.ReadOctetString()),
            "1.2.392.200011.61.1.1.1.4" => (Camellia(32), scheme.ReadOctetString()),
            "1.2.840.113549.3.7" => (TripleDes(24), scheme.ReadOctetString()),
            "1.3.14.3.2.7" => (Des, scheme.ReadOctetString()),
            "1.2.840.113549.3.2" => ReadRc2(scheme.ReadSequence()),
            _ => throw new NotSupportedException($"cipher {oid}"),
        };
    }

    /// <summary>The cipher of an RFC 1421 "DEK-Info" header, as traditional PEM keys have it.</summary>
    internal static FileCipher ByName(string name) => name.ToUpperInvariant() switch
    {
        "AES-128-CBC" => Aes(16),
        "AES-192-CBC" => Aes(24),
        "AES-256-CBC" => Aes(32),
        "DES-EDE3-CBC" => TripleDes(24),
        "DES-CBC" => Des,
        _ => throw new NotSupportedException($"cipher {name}"),
    };

    /// <exception cref="PassphraseMismatchException">Bad padding or length.</exception>
    internal SecretBytes Decrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> encrypted)
    {
        if (iv.Length != BlockSize)
        {
            throw new AsnContentException("An initialisation vector of the wrong length.");
        }

        try
        {
            return _decrypt(key, iv, encrypted);
        }
        catch (Exception e) when (e is CryptographicException or CryptoException)
        {
            throw new PassphraseMismatchException(e);
        }
    }

    private static FileCipher Block(int keySize, int blockSize, Func<IBlockCipher> engine, Func<byte[], KeyParameter> parameters) =>
        new(keySize, blockSize, (key, iv, encrypted) =>
        {
            byte[] secret = key.ToArray();
            byte[] output = new byte[encrypted.Length + blockSize];
            try
            {
                PaddedBufferedBlockCipher cipher = new(new CbcBlockCipher(engine()), new Pkcs7Padding());
                cipher.Init(false, new ParametersWithIV(parameters(secret), iv.ToArray()));
                int written = cipher.ProcessBytes(encrypted, output);
                written += cipher.DoFinal(output.AsSpan(written));
                return new SecretBytes(output.AsSpan(0, written));
            }
            finally
            {
                CryptographicOperations.ZeroMemory(secret);
                CryptographicOperations.ZeroMemory(output);
            }
        });

    // RFC 8018 appendix B.2.3: the version number encodes the effective key bits.
    private static (FileCipher Cipher, byte[] Iv) ReadRc2(AsnReader parameters)
    {
        int bits = 32;
        if (parameters.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            bits = (int)parameters.ReadInteger() switch { 160 => 40, 120 => 64, 58 => 128, >= 256 and <= 1024 and var n => n, _ => throw new NotSupportedException("RC2 version") };
        }

        return (Rc2(bits / 8, bits), parameters.ReadOctetString());
    }
}
