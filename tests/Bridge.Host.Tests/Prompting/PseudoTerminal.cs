using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Bridge.Host.Tests.Prompting;

/// <summary>A terminal whose screen and keyboard belong to the test.</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    private const int ReadWrite = 2, NotControlling = 0x100;

    private readonly FileStream _master;
    private readonly StringBuilder _screen = new();
    private readonly Thread _reader;

    public PseudoTerminal()
    {
        int master = Open(ReadWrite | NotControlling);
        Assert.True(master >= 0 && Grant(master) == 0 && Unlock(master) == 0, "no pseudo-terminal");
        Name = Marshal.PtrToStringUTF8(NameOf(master))!;
        _master = new FileStream(new SafeFileHandle(master, ownsHandle: true), FileAccess.ReadWrite, bufferSize: 0);
        _reader = new Thread(ReadScreen) { IsBackground = true };
        _reader.Start();
    }

    /// <summary>Path of the device that a program opens.</summary>
    public string Name { get; }

    public string Screen
    {
        get
        {
            lock (_screen)
            {
                return _screen.ToString();
            }
        }
    }

    /// <summary>Waits until this is on the screen, then types.</summary>
    public void TypeAfter(string shown, string keys)
    {
        Assert.True(SpinWait.SpinUntil(() => Screen.Contains(shown, StringComparison.Ordinal), TimeSpan.FromMinutes(1)), $"not shown: {shown}; but: {Screen}");
        _master.Write(Encoding.UTF8.GetBytes(keys));
    }

    public void Dispose() => _master.Dispose();

    private void ReadScreen()
    {
        byte[] buffer = new byte[1024];
        try
        {
            for (int read; (read = _master.Read(buffer)) > 0;)
            {
                lock (_screen)
                {
                    _screen.Append(Encoding.UTF8.GetString(buffer, 0, read));
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The other end was closed: nothing more will be shown.
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt")]
    private static partial int Open(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt")]
    private static partial int Grant(int master);

    [LibraryImport("libc", EntryPoint = "unlockpt")]
    private static partial int Unlock(int master);

    [LibraryImport("libc", EntryPoint = "ptsname")]
    private static partial nint NameOf(int master);
}
