using System.Runtime.InteropServices;

namespace Bridge.Keystore.Vault.SecretService;

/// <summary>The functions of libsecret and GLib that are used, by their C signatures. Loaded at the first call.</summary>
internal static partial class Libsecret
{
    internal const int SessionBus = 2, OpenSession = 2;

    private const string Secret = "libsecret-1.so.0", Glib = "libglib-2.0.so.0", Gio = "libgio-2.0.so.0", Gobject = "libgobject-2.0.so.0";

    private static readonly Lazy<(nint Hash, nint Equal)> s_strings = new(() =>
    {
        nint glib = NativeLibrary.Load(Glib);
        return (NativeLibrary.GetExport(glib, "g_str_hash"), NativeLibrary.GetExport(glib, "g_str_equal"));
    });

    internal static nint NewTable() => NewHashTable(s_strings.Value.Hash, s_strings.Value.Equal);

    internal static void Release(nint instance)
    {
        if (instance != 0)
        {
            Unreference(instance);
        }
    }

    [LibraryImport(Secret, EntryPoint = "secret_service_get_sync")]
    internal static partial nint GetService(int flags, nint cancellable, out nint error);

    /// <summary>Forgets the service that the process shares.</summary>
    [LibraryImport(Secret, EntryPoint = "secret_service_disconnect")]
    internal static partial void Disconnect();

    [LibraryImport(Secret, EntryPoint = "secret_collection_for_alias_sync", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint CollectionFor(nint service, string alias, int flags, nint cancellable, out nint error);

    [LibraryImport(Secret, EntryPoint = "secret_collection_get_locked")]
    internal static partial int IsLocked(nint collection);

    [LibraryImport(Secret, EntryPoint = "secret_service_unlock_sync")]
    internal static partial int Unlock(nint service, nint objects, nint cancellable, nint unlocked, out nint error);

    [LibraryImport(Secret, EntryPoint = "secret_password_lookupv_sync")]
    internal static partial nint Look(nint schema, nint attributes, nint cancellable, out nint error);

    [LibraryImport(Secret, EntryPoint = "secret_password_storev_sync", StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int Store(nint schema, nint attributes, string collection, string label, byte* password, nint cancellable, out nint error);

    [LibraryImport(Secret, EntryPoint = "secret_password_clearv_sync")]
    internal static partial int Clear(nint schema, nint attributes, nint cancellable, out nint error);

    /// <summary>Wipes it, too.</summary>
    [LibraryImport(Secret, EntryPoint = "secret_password_free")]
    internal static partial void FreePassword(nint password);

    [LibraryImport(Gio, EntryPoint = "g_bus_get_sync")]
    internal static partial nint GetBus(int kind, nint cancellable, out nint error);

    [LibraryImport(Gio, EntryPoint = "g_dbus_connection_set_exit_on_close")]
    internal static partial void SetExitOnClose(nint connection, int exit);

    [LibraryImport(Gio, EntryPoint = "g_cancellable_new")]
    internal static partial nint NewCancellable();

    [LibraryImport(Gio, EntryPoint = "g_cancellable_cancel")]
    internal static partial void Cancel(nint cancellable);

    [LibraryImport(Gobject, EntryPoint = "g_object_unref")]
    private static partial void Unreference(nint instance);

    [LibraryImport(Glib, EntryPoint = "g_error_free")]
    internal static partial void FreeError(nint error);

    [LibraryImport(Glib, EntryPoint = "g_hash_table_new")]
    private static partial nint NewHashTable(nint hash, nint equal);

    [LibraryImport(Glib, EntryPoint = "g_hash_table_insert")]
    internal static partial int Insert(nint table, nint key, nint value);

    [LibraryImport(Glib, EntryPoint = "g_hash_table_unref")]
    internal static partial void FreeTable(nint table);

    [LibraryImport(Glib, EntryPoint = "g_list_append")]
    internal static partial nint Append(nint list, nint item);

    [LibraryImport(Glib, EntryPoint = "g_list_free")]
    internal static partial void FreeList(nint list);
}
