using System.Buffers;
using System.Buffers.Text;

namespace Bridge.Keystore.Vault;

/// <summary>A master key in base64, as vaults of text keep it.</summary>
internal static class MasterKeyText
{
    internal static int Length { get; } = Base64.GetMaxEncodedToUtf8Length(MasterKey.Size);

    internal static void Write(MasterKey key, Span<byte> text) => Base64.EncodeToUtf8(key.Bytes, text, out _, out _);

    /// <returns>Null when it is not exactly one key.</returns>
    internal static MasterKey? Parse(ReadOnlySpan<byte> text)
    {
        using SecretBytes key = new(Base64.GetMaxDecodedFromUtf8Length(text.Length));
        bool whole = Base64.DecodeFromUtf8(text, key.Span, out int consumed, out int written) == OperationStatus.Done;
        return whole && consumed == text.Length && written == MasterKey.Size ? new MasterKey(key.Span[..written]) : null;
    }
}
