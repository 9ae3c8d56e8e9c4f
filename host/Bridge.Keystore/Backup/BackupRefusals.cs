using Bridge.Smime.Errors;

namespace Bridge.Keystore.Backup;

/// <summary>The reasons for which a backup is not restored. Nothing is changed then.</summary>
internal static class BackupRefusals
{
    internal static RefusalException Unreadable() => new("backup-unreadable", RefusalKind.Key, "Not a backup of this product.");

    internal static RefusalException Newer() => new("backup-newer", RefusalKind.Key, "The backup was written by a newer version.");

    internal static RefusalException Damaged(Exception? cause = null) =>
        new("backup-damaged", RefusalKind.Key, "The backup is damaged, altered or cut off; nothing was restored.", inner: cause);
}
