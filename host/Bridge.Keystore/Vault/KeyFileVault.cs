using System.Buffers.Text;
using Bridge.Keystore.Storage;
using Bridge.Smime.Errors;

namespace Bridge.Keystore.Vault;

/// <summary>
/// The master key in a file of mode 0600 beside the database: the default of last resort. It keeps the keystore useless to
/// someone who copies the database alone (a backup, a synchronised folder), not to someone who can read everything of the user's.
/// </summary>
internal sealed class KeyFileVault(string file) : IVault
{
    private static ReadOnlySpan<byte> Heading => "S/MIME Bridge master key, version 1. Keep it secret; without it the keys are lost.\n"u8;

    public string Kind => "key-file";

    public MasterKey? Find()
    {
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            PrivateFiles.Repair(file);
            using SecretBytes content = ReadAll();
            return Parse(content.Span) ?? throw Locked("key-damaged", "The master key file is damaged.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Locked("key-unreadable", "The master key file cannot be read.", e);
        }
    }

    public MasterKey FindOrCreate()
    {
        if (Find() is { } existing)
        {
            return existing;
        }

        using MasterKey fresh = MasterKey.Generate();
        try
        {
            PrivateFiles.Publish(WriteBeside(fresh), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StorageFaults.Refuse(e, file);
        }

        return Find() ?? throw Locked("key-missing", "The master key file vanished.");
    }

    internal static RefusalException Locked(string reason, string message, Exception? cause = null) => new(
        "key-locked",
        RefusalKind.Key,
        message,
        new Dictionary<string, string> { ["reason"] = reason },
        cause);

    private string WriteBeside(MasterKey key)
    {
        string unfinished = $"{file}.{Guid.NewGuid():N}.new";
        try
        {
            using FileStream stream = PrivateFiles.Create(unfinished);
            using SecretBytes text = new(Base64.GetMaxEncodedToUtf8Length(MasterKey.Size) + 1);
            Base64.EncodeToUtf8(key.Bytes, text.Span, out _, out _);
            text.Span[^1] = (byte)'\n';
            stream.Write(Heading);
            stream.Write(text.Span);
            stream.Flush(flushToDisk: true);
            return unfinished;
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    private SecretBytes ReadAll()
    {
        // No FileStream buffer: it would keep a copy of the key.
        using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(file);
        SecretBytes content = new((int)Math.Min(RandomAccess.GetLength(handle), 4096));
        int read = RandomAccess.Read(handle, content.Span, 0);
        return read == content.Length ? content : throw new IOException("The key file changed while it was read.");
    }

    private static MasterKey? Parse(ReadOnlySpan<byte> content)
    {
        if (!content.StartsWith(Heading))
        {
            return null;
        }

        ReadOnlySpan<byte> text = content[Heading.Length..].Trim(" \t\r\n"u8);
        using SecretBytes key = new(Base64.GetMaxDecodedFromUtf8Length(text.Length));
        bool whole = Base64.DecodeFromUtf8(text, key.Span, out int consumed, out int written) == System.Buffers.OperationStatus.Done;
        return whole && consumed == text.Length && written == MasterKey.Size ? new MasterKey(key.Span[..written]) : null;
    }
}
