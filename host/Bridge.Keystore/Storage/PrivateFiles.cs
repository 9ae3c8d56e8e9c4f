using System.Runtime.InteropServices;

namespace Bridge.Keystore.Storage;

/// <summary>
/// Files that only their owner may read: folders 0700, files 0600, repaired when found wider. On Windows the user
/// profile's inherited access list does this.
/// </summary>
internal static partial class PrivateFiles
{
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int LinuxWouldBlock = 11, MacWouldBlock = 35, WindowsSharingViolation = unchecked((int)0x80070020);
    private const UnixFileMode FolderMode700 = FileMode600 | UnixFileMode.UserExecute;

    internal static void EnsureFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, FolderMode700);
        }

        // Asked again after creation: the process's umask may have taken rights away.
        if (File.GetUnixFileMode(path) != FolderMode700)
        {
            File.SetUnixFileMode(path, FolderMode700);
        }
    }

    /// <summary>Narrows an existing file; does nothing when it is not there (any more).</summary>
    internal static void Repair(string file)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            if (File.GetUnixFileMode(file) != FileMode600)
            {
                File.SetUnixFileMode(file, FileMode600);
            }
        }
        catch (FileNotFoundException)
        {
            // SQLite's side files come and go with other processes.
        }
    }

    /// <summary>A new file of mode 0600; fails when the name is taken.</summary>
    internal static FileStream Create(string file)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode600;
        }

        return new FileStream(file, options);
    }

    /// <summary>
    /// Puts a finished file in its place, unless another process was first. After this returns the name survives a power cut.
    /// </summary>
    /// <returns>False when the name was already taken; <paramref name="finished"/> is deleted then.</returns>
    internal static bool Publish(string finished, string name)
    {
        try
        {
            File.Move(finished, name, overwrite: false);
            SyncFolder(Path.GetDirectoryName(name)!);
            return true;
        }
        catch (IOException) when (File.Exists(name))
        {
            File.Delete(finished);
            return false;
        }
    }

    /// <summary>Puts a finished file in its place and in that of the one before, in one step, durably.</summary>
    internal static bool Replace(string finished, string name)
    {
        File.Move(finished, name, overwrite: true);
        SyncFolder(Path.GetDirectoryName(name)!);
        return true;
    }

    /// <summary>Opens a file of mode 0600 that nobody else, in this process or another, has open in this way; makes it if there is none.</summary>
    /// <exception cref="IOException">Somebody has (see <see cref="IsTaken"/>), or it cannot be opened.</exception>
    internal static FileStream OpenAlone(string file)
    {
        FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode600;
        }

        return new FileStream(file, options);
    }

    /// <summary>Whether a file could not be opened because somebody has it for himself.</summary>
    internal static bool IsTaken(Exception e) => e is IOException && (e.HResult is LinuxWouldBlock or MacWouldBlock || e.HResult == WindowsSharingViolation);

    /// <summary>Makes a new directory entry durable. Without effect on Windows, where NTFS journals it.</summary>
    internal static void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int handle = OpenFile(path, 0);
        if (handle >= 0)
        {
            _ = SyncFile(handle);
            _ = CloseFile(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int SyncFile(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseFile(int handle);
}
