using System.Security.Cryptography;
using Bridge.Keystore.Vault;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace Bridge.Keystore.Import;

/// <summary>A digest as key files name it; for reading them, old ones too, and for nothing else.</summary>
internal sealed class ImportDigest
{
    private readonly HashAlgorithmName? _name;

    private ImportDigest(HashAlgorithmName? name, int size, int blockSize) => (_name, Size, BlockSize) = (name, size, blockSize);

    internal int Size { get; }

    internal int BlockSize { get; }

    internal static ImportDigest Md5 { get; } = new(HashAlgorithmName.MD5, 16, 64);

    internal static ImportDigest Sha1 { get; } = new(HashAlgorithmName.SHA1, 20, 64);

    internal static ImportDigest Sha224 { get; } = new(null, 28, 64);

    internal static ImportDigest Sha256 { get; } = new(HashAlgorithmName.SHA256, 32, 64);

    internal static ImportDigest Sha384 { get; } = new(HashAlgorithmName.SHA384, 48, 128);

    internal static ImportDigest Sha512 { get; } = new(HashAlgorithmName.SHA512, 64, 128);

    internal static ImportDigest ByOid(string oid) => oid switch
    {
        "1.2.840.113549.2.5" => Md5,
        "1.3.14.3.2.26" => Sha1,
        "2.16.840.1.101.3.4.2.4" => Sha224,
        "2.16.840.1.101.3.4.2.1" => Sha256,
        "2.16.840.1.101.3.4.2.2" => Sha384,
        "2.16.840.1.101.3.4.2.3" => Sha512,
        _ => throw new NotSupportedException($"digest {oid}"),
    };

    internal static ImportDigest ByHmacOid(string oid) => oid switch
    {
        "1.2.840.113549.2.7" => Sha1,
        "1.2.840.113549.2.8" => Sha224,
        "1.2.840.113549.2.9" => Sha256,
        "1.2.840.113549.2.10" => Sha384,
        "1.2.840.113549.2.11" => Sha512,
        _ => throw new NotSupportedException($"HMAC {oid}"),
    };

    /// <summary>
    /// How many runs through all iterations it takes to derive that many bytes, in runs of SHA-256: the long digests take
    /// two, one that the system does not have takes four.
    /// </summary>
    internal int BlocksFor(int length) => (length + Size - 1) / Size * (_name is null ? 4 : BlockSize > 64 ? 2 : 1);

    /// <summary>The two spans may be the same.</summary>
    internal void Hash(ReadOnlySpan<byte> data, Span<byte> hash)
    {
        if (_name is { } name)
        {
            CryptographicOperations.HashData(name, data, hash);
            return;
        }

        Sha224Digest digest = new();
        digest.BlockUpdate(data);
        digest.DoFinal(hash);
    }

    internal byte[] Hmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data)
    {
        if (_name is { } name)
        {
            return CryptographicOperations.HmacData(name, key, data);
        }

        HMac mac = new(new Sha224Digest());
        mac.Init(new KeyParameter(key));
        mac.BlockUpdate(data);
        byte[] result = new byte[Size];
        mac.DoFinal(result);
        return result;
    }

    internal SecretBytes Pbkdf2(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int iterations, int length)
    {
        SecretBytes key = new(length);
        if (_name is { } name)
        {
            Rfc2898DeriveBytes.Pbkdf2(password, salt, key.Span, iterations, name);
            return key;
        }

        Pkcs5S2ParametersGenerator generator = new(new Sha224Digest());
        generator.Init(password.ToArray(), salt.ToArray(), iterations);
        ((KeyParameter)generator.GenerateDerivedMacParameters(8 * length)).GetKey().CopyTo(key.Span);
        return key;
    }
}
