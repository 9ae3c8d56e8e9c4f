using System.Runtime.InteropServices;
using Bridge.Smime.Errors;

namespace Bridge.Keystore.Vault.Passphrases;

/// <summary>What a derivation costs (RFC 9106), stored with what it made.</summary>
/// <param name="MemoryKib">Memory in KiB.</param>
/// <param name="Passes">How often the memory is worked through.</param>
internal readonly record struct Argon2Cost(int MemoryKib, int Passes)
{
    /// <summary>About a fifth of a second on a present-day machine.</summary>
    internal static Argon2Cost Standard { get; } = new(128 * 1024, 3);

    /// <summary>What is still accepted of a file: an altered one must not stop the machine.</summary>
    internal bool IsReasonable => MemoryKib is >= 8 and <= 1024 * 1024 && Passes is >= 1 and <= 32;
}

/// <summary>
/// Argon2id (RFC 9106), one lane, by libsodium: a third and less of the time that managed code takes, so that a passphrase can
/// cost a thief three times as much; and its working memory is its own and given back to the system.
/// </summary>
internal static partial class Argon2
{
    internal const int SaltSize = 16;

    private const int Argon2Id13 = 2;

    private static readonly Lazy<bool> s_ready = new(() => Initialise() >= 0);

    /// <exception cref="RefusalException"><c>limit-exceeded</c>: the machine has not got the memory.</exception>
    internal static void Derive(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, Argon2Cost cost, Span<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, SaltSize);
        if (!s_ready.Value || Hash(key, (ulong)key.Length, passphrase, (ulong)passphrase.Length, salt, (ulong)cost.Passes, (nuint)cost.MemoryKib * 1024, Argon2Id13) != 0)
        {
            throw new RefusalException("limit-exceeded", RefusalKind.Key, "There is not enough memory to derive a key from the passphrase.", new Dictionary<string, string> { ["limit"] = "memory" });
        }
    }

    [LibraryImport("libsodium", EntryPoint = "sodium_init")]
    private static partial int Initialise();

    [LibraryImport("libsodium", EntryPoint = "crypto_pwhash")]
    private static partial int Hash(
        Span<byte> output, ulong outputLength, ReadOnlySpan<byte> passphrase, ulong passphraseLength, ReadOnlySpan<byte> salt, ulong passes, nuint memory, int algorithm);
}
