using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bridge.Keystore.Vault.Passphrases;

/// <summary>
/// A master key sealed under a passphrase, as the file <c>master.sealed</c> holds it: lines of text, <c>name: value</c>, so
/// that its parameters can be read by people and by later versions. Everything in it but the sealed key is bound into the seal.
/// </summary>
/// <param name="KeyId">Names the master key without telling it.</param>
/// <param name="Cost">Of the derivation.</param>
/// <param name="Salt">Of the derivation.</param>
/// <param name="Sealed">Nonce, tag and ciphertext of AES-256-GCM.</param>
internal sealed record PassphraseRecord(string KeyId, Argon2Cost Cost, byte[] Salt, byte[] Sealed)
{
    private const string Heading = "S/MIME Bridge master key under a passphrase, version 1";
    private const string Derivation = "argon2id";
    private const int NonceSize = 12, TagSize = 16, SealedSize = NonceSize + TagSize + MasterKey.Size;

    internal static PassphraseRecord Seal(MasterKey key, ReadOnlySpan<byte> passphrase, Argon2Cost cost)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(Argon2.SaltSize), box = new byte[SealedSize];
        PassphraseRecord record = new(key.Id, cost, salt, box);
        using SecretBytes wrapping = new(MasterKey.Size);
        Argon2.Derive(passphrase, salt, cost, wrapping.Span);
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceSize));
        using AesGcm cipher = new(wrapping.Span, TagSize);
        cipher.Encrypt(box.AsSpan(0, NonceSize), key.Bytes, box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize), record.Binding());
        return record;
    }

    /// <returns>Null when the passphrase is wrong, or the file was altered: the two cannot be told apart.</returns>
    internal MasterKey? Open(ReadOnlySpan<byte> passphrase)
    {
        using SecretBytes wrapping = new(MasterKey.Size), bytes = new(MasterKey.Size);
        Argon2.Derive(passphrase, Salt, Cost, wrapping.Span);
        try
        {
            using AesGcm cipher = new(wrapping.Span, TagSize);
            cipher.Decrypt(Sealed.AsSpan(0, NonceSize), Sealed.AsSpan(NonceSize + TagSize), Sealed.AsSpan(NonceSize, TagSize), bytes.Span, Binding());
            return new MasterKey(bytes.Span);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    internal byte[] Write() => Encoding.ASCII.GetBytes($"{Facts()}sealed: {Convert.ToBase64String(Sealed)}\n");

    /// <returns>Null when it is not such a file, or asks for more than is reasonable.</returns>
    internal static PassphraseRecord? Parse(ReadOnlySpan<byte> content)
    {
        string[] lines = Encoding.ASCII.GetString(content).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || lines[0] != Heading)
        {
            return null;
        }

        Dictionary<string, string> values = [];
        foreach (string[] pair in lines.Skip(1).Select(l => l.Split(": ", 2)))
        {
            values[pair[0]] = pair[^1];
        }

        string Value(string name) => values.GetValueOrDefault(name, "");
        Argon2Cost cost = new(Number(Value("memory")), Number(Value("passes")));
        return Value("derivation") == Derivation && cost.IsReasonable
            && Bytes(Value("salt"), Argon2.SaltSize) is { } salt && Bytes(Value("sealed"), SealedSize) is { } box
            ? new PassphraseRecord(Value("key"), cost, salt, box)
            : null;
    }

    private byte[] Binding() => Encoding.ASCII.GetBytes(Facts());

    private string Facts() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Heading}\nkey: {KeyId}\nderivation: {Derivation}\nmemory: {Cost.MemoryKib}\npasses: {Cost.Passes}\nsalt: {Convert.ToBase64String(Salt)}\n");

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;

    private static byte[]? Bytes(string text, int length)
    {
        byte[] bytes = new byte[length];
        return Convert.TryFromBase64String(text, bytes, out int written) && written == length ? bytes : null;
    }
}
