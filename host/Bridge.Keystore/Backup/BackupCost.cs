using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace Bridge.Keystore.Backup;

/// <summary>What guessing a backup's passphrase costs: Argon2id (RFC 9106), one lane.</summary>
/// <param name="MemoryKib">Memory in KiB.</param>
/// <param name="Passes">How often the memory is worked through.</param>
internal readonly record struct BackupCost(int MemoryKib, int Passes)
{
    /// <summary>The second recommendation of RFC 9106 section 4.</summary>
    internal static BackupCost Standard { get; } = new(64 * 1024, 3);

    /// <summary>What is accepted of a file: it must not stop the machine that reads it.</summary>
    internal bool IsReasonable => MemoryKib is >= 8 and <= 1024 * 1024 && Passes is >= 1 and <= 32;

    internal void Derive(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, Span<byte> key)
    {
        Argon2BytesGenerator generator = new();
        generator.Init(new Argon2Parameters.Builder(Argon2Parameters.Argon2id)
            .WithVersion(Argon2Parameters.Version13)
            .WithSalt(salt.ToArray())
            .WithMemoryAsKB(MemoryKib)
            .WithIterations(Passes)
            .WithParallelism(1)
            .Build());
        byte[] secret = passphrase.ToArray(), derived = new byte[key.Length];
        generator.GenerateBytes(secret, derived);
        derived.CopyTo(key);
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(derived);
    }
}
