using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Bridge.Keystore.Vault;
using Bridge.Smime.Errors;

namespace Bridge.Keystore.Backup;

/// <summary>The clear beginning of a backup (docs/backup.md): what a key is derived from, and whether a passphrase gives it.</summary>
internal sealed class BackupHeader
{
    internal const int Size = SignedSize + CheckSize;
    private const int SignedSize = 16 + 2 + 4 + 4 + SaltSize, SaltSize = 16, CheckSize = 32, KeySize = 32;
    private const ushort Version = 1;

    private readonly byte[] _bytes;

    private BackupHeader(byte[] bytes) => _bytes = bytes;

    /// <summary>All of it: authenticated with every chunk.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes;

    private static ReadOnlySpan<byte> Magic => "S/MIME-BACKUP\r\n\x1a"u8;

    private int MemoryKib => BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(18));

    private int Passes => BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(22));

    private ReadOnlySpan<byte> Salt => _bytes.AsSpan(26, SaltSize);

    /// <summary>A header for a new backup, and its key.</summary>
    internal static (BackupHeader Header, SecretBytes Key) Create(ReadOnlySpan<char> passphrase, BackupCost cost)
    {
        byte[] bytes = new byte[Size];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(16), Version);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(18), cost.MemoryKib);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(22), cost.Passes);
        RandomNumberGenerator.Fill(bytes.AsSpan(26, SaltSize));
        BackupHeader header = new(bytes);
        SecretBytes key = header.Derive(passphrase, out byte[] check);
        check.CopyTo(bytes, SignedSize);
        return (header, key);
    }

    /// <exception cref="RefusalException"><c>backup-unreadable</c>, <c>backup-newer</c>.</exception>
    internal static BackupHeader Read(Stream file)
    {
        byte[] bytes = new byte[Size];
        int length = file.ReadAtLeast(bytes, Size, throwOnEndOfStream: false);
        if (length < Size || !bytes.AsSpan().StartsWith(Magic))
        {
            throw BackupRefusals.Unreadable();
        }

        if (BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(16)) != Version)
        {
            throw BackupRefusals.Newer();
        }

        BackupHeader header = new(bytes);
        return new BackupCost(header.MemoryKib, header.Passes).IsReasonable ? header : throw BackupRefusals.Unreadable();
    }

    /// <returns>Null when the passphrase is another, or the header was altered: the two cannot be told apart.</returns>
    internal SecretBytes? Unlock(ReadOnlySpan<char> passphrase)
    {
        SecretBytes key = Derive(passphrase, out byte[] check);
        if (CryptographicOperations.FixedTimeEquals(check, _bytes.AsSpan(SignedSize)))
        {
            return key;
        }

        key.Dispose();
        return null;
    }

    private SecretBytes Derive(ReadOnlySpan<char> passphrase, out byte[] check)
    {
        using SecretBytes text = new(Encoding.UTF8.GetByteCount(passphrase)), derived = new(2 * KeySize);
        Encoding.UTF8.GetBytes(passphrase, text.Span);
        new BackupCost(MemoryKib, Passes).Derive(text.Span, Salt, derived.Span);
        check = HMACSHA256.HashData(derived.Span[KeySize..], _bytes.AsSpan(0, SignedSize));
        return new SecretBytes(derived.Span[..KeySize]);
    }
}
