using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Bridge.Keystore.Vault;

/// <summary>
/// One secret at rest: version, nonce, tag, ciphertext of AES-256-GCM. Purpose, record and master key are bound in, so that
/// a sealed secret opens only in the place it was sealed for.
/// </summary>
internal static class SealedSecret
{
    private const byte Version = 1;
    private const int NonceSize = 12, TagSize = 16, Head = 1 + NonceSize + TagSize;

    internal static byte[] Seal(MasterKey key, string purpose, string record, ReadOnlySpan<byte> secret)
    {
        byte[] box = new byte[Head + secret.Length];
        box[0] = Version;
        Span<byte> nonce = box.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using AesGcm cipher = new(key.Bytes, TagSize);
        cipher.Encrypt(nonce, secret, box.AsSpan(Head), box.AsSpan(1 + NonceSize, TagSize), Binding(key, purpose, record));
        return box;
    }

    /// <returns>Null when it was not sealed by this key for this place, or was altered.</returns>
    internal static SecretBytes? Open(MasterKey key, string purpose, string record, ReadOnlySpan<byte> box)
    {
        if (box.Length < Head || box[0] != Version)
        {
            return null;
        }

        SecretBytes secret = new(box.Length - Head);
        try
        {
            using AesGcm cipher = new(key.Bytes, TagSize);
            cipher.Decrypt(box.Slice(1, NonceSize), box[Head..], box.Slice(1 + NonceSize, TagSize), secret.Span, Binding(key, purpose, record));
            return secret;
        }
        catch (AuthenticationTagMismatchException)
        {
            secret.Dispose();
            return null;
        }
    }

    // Each part is preceded by its length: no two places share one binding.
    private static byte[] Binding(MasterKey key, string purpose, string record)
    {
        using MemoryStream bytes = new();
        Span<byte> length = stackalloc byte[4];
        foreach (string part in (ReadOnlySpan<string>)["smime-bridge sealed 1", key.Id, purpose, record])
        {
            byte[] text = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, text.Length);
            bytes.Write(length);
            bytes.Write(text);
        }

        return bytes.ToArray();
    }
}
