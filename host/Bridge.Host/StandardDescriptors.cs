using System.Runtime.InteropServices;

namespace Bridge.Host;

/// <summary>
/// The first three file descriptors. A parent may close them (services and schedulers do), and the next file that is opened
/// gets the free number: the keystore as descriptor 2 would be written into by an error message.
/// </summary>
internal static partial class StandardDescriptors
{
    private const int ReadWrite = 2, LastStandard = 2;

    /// <summary>Puts /dev/null where a standard descriptor is closed. To be called before anything else opens a file; without effect on Windows.</summary>
    public static void Fill()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor;
        do
        {
            descriptor = OpenFile("/dev/null", ReadWrite);
        }
        while (descriptor is >= 0 and <= LastStandard);
        _ = CloseFile(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseFile(int descriptor);
}
