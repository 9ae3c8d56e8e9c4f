using System.Diagnostics;
using System.Runtime.InteropServices;
using Bridge.Keystore.Tests.Support;

namespace Bridge.Keystore.Tests.Vaults;

[CollectionDefinition(nameof(KeyringCollection))]
public sealed class KeyringCollection : ICollectionFixture<Keyring>;

/// <summary>A gnome-keyring daemon of the test's own: own session bus, own home, nothing of the user's.</summary>
public sealed partial class Keyring : IDisposable
{
    private const string Password = "login password of the test";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-keyring-").FullName;
    private readonly Process _bus;
    private Process _daemon;

    public Keyring()
    {
        Address = $"unix:path={Path.Combine(_folder, "bus")}";
        string configuration = Path.Combine(_folder, "bus.conf");
        File.WriteAllText(configuration, Configuration(Address));
        _bus = Start("dbus-daemon", $"--config-file={configuration}", "--nofork", "--nopidfile");
        WaitFor("the session bus", () => File.Exists(Path.Combine(_folder, "bus")));
        _daemon = StartDaemon();
    }

    public string Address { get; }

    /// <summary>Makes GLib in this process take this bus. .NET's own copy of the environment is not what GLib reads.</summary>
    public void Use() => Assert.Equal(0, SetVariable("DBUS_SESSION_BUS_ADDRESS", Address, 1));

    public void Lock() => Call("/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock", "array:objpath:/org/freedesktop/secrets/collection/login");

    /// <summary>Unlocks it as the next login does: a new daemon reads what the old one left and gets the password.</summary>
    public void Unlock()
    {
        End(_daemon);
        _daemon = StartDaemon();
    }

    /// <summary>Everything that this product has in it, secrets too, as libsecret's own tool shows it.</summary>
    public string Search()
    {
        using Process search = Start("secret-tool", "search", "--all", "xdg:schema", "smime-bridge.MasterKey");
        string found = search.StandardOutput.ReadToEnd();
        search.WaitForExit();
        return found;
    }

    /// <summary>Stops the daemon in its tracks until the result is disposed.</summary>
    public IDisposable Freeze()
    {
        Assert.Equal(0, Signal(_daemon.Id, 19));
        return new Thaw(_daemon.Id);
    }

    public void Dispose()
    {
        End(_daemon);
        End(_bus);
        Directory.Delete(_folder, recursive: true);
    }

    private Process StartDaemon()
    {
        Process daemon = Start("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets", $"--control-directory={_folder}/control");
        daemon.StandardInput.Write(Password);
        daemon.StandardInput.Close();
        WaitFor("the keyring", () => IsLocked().Contains("boolean false", StringComparison.Ordinal));
        return daemon;
    }

    /// <summary>A session bus that starts no services: the first question would start a second, locked keyring, which may win the name.</summary>
    private static string Configuration(string address) => $"""
        <busconfig>
          <type>session</type>
          <listen>{address}</listen>
          <auth>EXTERNAL</auth>
          <policy context="default">
            <allow send_destination="*" eavesdrop="true"/>
            <allow eavesdrop="true"/>
            <allow own="*"/>
          </policy>
        </busconfig>
        """;

    private static void End(Process process)
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private string IsLocked() => Call(
        "/org/freedesktop/secrets/aliases/default", "org.freedesktop.DBus.Properties.Get", "string:org.freedesktop.Secret.Collection", "string:Locked");

    private string Call(string path, string method, params string[] arguments)
    {
        using Process call = Start("dbus-send", ["--session", "--print-reply", "--dest=org.freedesktop.secrets", path, method, .. arguments]);
        string answer = call.StandardOutput.ReadToEnd();
        call.WaitForExit();
        return answer;
    }

    private Process Start(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("DISPLAY");
        start.Environment.Remove("WAYLAND_DISPLAY");
        start.Environment["DBUS_SESSION_BUS_ADDRESS"] = Address;
        start.Environment["HOME"] = start.Environment["XDG_RUNTIME_DIR"] = start.Environment["XDG_DATA_HOME"] = start.Environment["XDG_CACHE_HOME"] = _folder;
        return Tool.Start(start);
    }

    private static void WaitFor(string what, Func<bool> there)
    {
        for (long began = Stopwatch.GetTimestamp(); !there(); Thread.Sleep(50))
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < s_patience, $"{what} did not start");
        }
    }

    private sealed class Thaw(int process) : IDisposable
    {
        public void Dispose() => _ = Signal(process, 18);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
