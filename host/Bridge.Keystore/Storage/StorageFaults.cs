using System.Globalization;
using Bridge.Smime.Errors;
using Microsoft.Data.Sqlite;

namespace Bridge.Keystore.Storage;

/// <summary>Turns what SQLite and the file system report into the refusals of PROTOCOL.md.</summary>
internal static class StorageFaults
{
    // Result codes of SQLite (https://www.sqlite.org/rescode.html).
    private const int Permission = 3, Busy = 5, Locked = 6, ReadOnly = 8, InputOutput = 10, Corrupt = 11, Full = 13,
        CannotOpen = 14, Protocol = 15, NotADatabase = 26;

    /// <summary>Another process was in the way; trying again helps.</summary>
    internal static bool IsCollision(SqliteException e) => e.SqliteErrorCode is Busy or Locked or Protocol;

    internal static Exception Refuse(SqliteException e, string file) => e.SqliteErrorCode switch
    {
        Busy or Locked or Protocol => LockedFor(e),
        Full => FullDisk(e),
        InputOutput => HasRoom(file) ? Unwritable(file, e) : FullDisk(e),
        Permission or ReadOnly or CannotOpen => HasRoom(file) ? Unwritable(file, e) : FullDisk(e),
        Corrupt or NotADatabase => Damaged(file, e),
        _ => e,
    };

    internal static RefusalException LockedFor(Exception? cause) =>
        new("store-locked", RefusalKind.Key, "Another process holds the keystore too long.", inner: cause);

    internal static RefusalException FullDisk(Exception? cause) =>
        new("store-full", RefusalKind.Key, "The disk is full; nothing was changed.", inner: cause);

    internal static RefusalException Unwritable(string path, Exception? cause) =>
        new("store-unwritable", RefusalKind.Key, $"The keystore cannot be written: {path}.", Path(path), cause);

    internal static RefusalException Damaged(string path, Exception? cause) =>
        new("store-damaged", RefusalKind.Key, $"The keystore fails its integrity check: {path}.", Path(path), cause);

    internal static RefusalException Newer(long version) => new(
        "store-newer",
        RefusalKind.Key,
        "The keystore was written by a newer version.",
        new Dictionary<string, string> { ["version"] = version.ToString(CultureInfo.InvariantCulture) });

    /// <summary>File system trouble while creating or writing beside the database.</summary>
    internal static RefusalException Refuse(Exception e, string path) =>
        e is IOException && !HasRoom(path) ? FullDisk(e) : Unwritable(path, e);

    // A full disk also shows as a failed write or a file that cannot be created, hence this look at the disk itself.
    private static bool HasRoom(string file)
    {
        try
        {
            return new DriveInfo(System.IO.Path.GetDirectoryName(file) ?? file).AvailableFreeSpace >= 64 * 1024;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return true;
        }
    }

    private static Dictionary<string, string> Path(string path) => new() { ["path"] = path };
}
