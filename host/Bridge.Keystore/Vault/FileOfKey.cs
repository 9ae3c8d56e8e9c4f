using Bridge.Keystore.Storage;
using Bridge.Smime.Errors;
using Microsoft.Win32.SafeHandles;

namespace Bridge.Keystore.Vault;

/// <summary>The small private file that a vault keeps beside the database: read without copies, written whole, wiped when removed.</summary>
internal sealed class FileOfKey(string path, string what)
{
    private const int Longest = 8192;

    internal bool Exists => File.Exists(path);

    /// <returns>Its content, which the caller disposes; null when there is no file.</returns>
    /// <exception cref="RefusalException"><c>key-locked</c>, reason <c>key-unreadable</c>.</exception>
    internal SecretBytes? Read()
    {
        if (!Exists)
        {
            return null;
        }

        try
        {
            PrivateFiles.Repair(path);
            // No FileStream: its buffer would keep a copy.
            using SafeFileHandle handle = File.OpenHandle(path);
            SecretBytes content = new((int)Math.Min(RandomAccess.GetLength(handle), Longest));
            int read = RandomAccess.Read(handle, content.Span, 0);
            return read == content.Length ? content : throw new IOException("The file changed while it was read.");
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw VaultRefusals.Unreadable(what, e);
        }
    }

    /// <summary>Puts the file in its place, whole and durable.</summary>
    /// <param name="content">What it shall hold.</param>
    /// <param name="replace">Whether it may take the place of another one.</param>
    /// <returns>False when there was one and it was left.</returns>
    internal bool Write(ReadOnlySpan<byte> content, bool replace)
    {
        string unfinished = $"{path}.{Guid.NewGuid():N}.new";
        try
        {
            using (FileStream stream = PrivateFiles.Create(unfinished))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            return replace ? PrivateFiles.Replace(unfinished, path) : PrivateFiles.Publish(unfinished, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(unfinished);
            throw StorageFaults.Refuse(e, path);
        }
    }

    /// <summary>Overwrites and deletes it. What a disk or a snapshot keeps of its blocks is out of reach.</summary>
    internal void Remove()
    {
        try
        {
            if (Exists)
            {
                Overwrite();
                File.Delete(path);
                PrivateFiles.SyncFolder(Path.GetDirectoryName(path)!);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StorageFaults.Refuse(e, path);
        }
    }

    private void Overwrite()
    {
        using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
        RandomAccess.Write(handle, new byte[RandomAccess.GetLength(handle)], 0);
        RandomAccess.FlushToDisk(handle);
    }
}
