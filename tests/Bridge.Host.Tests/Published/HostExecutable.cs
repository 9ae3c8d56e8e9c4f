using System.Diagnostics;
using Bridge.Host.Tests.Native;

namespace Bridge.Host.Tests.Published;

/// <summary>The published executable, started as a mail client starts it, with a home of its own.</summary>
internal sealed class HostExecutable : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("smime-bridge-host-").FullName;
    private readonly Process _process;

    /// <param name="extension">Who calls.</param>
    /// <param name="environment">Further variables that it sees.</param>
    /// <param name="transcript">Gets a copy of every byte that the host says to the mail client; null for none.</param>
    public HostExecutable(
        string extension = Product.ExtensionId, IReadOnlyDictionary<string, string>? environment = null, Stream? transcript = null)
    {
        ProcessStartInfo start = new(Executable(), ["/nowhere/smime_bridge.json", extension])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = _folder,
        };
        start.Environment["SMIME_BRIDGE_HOME"] = Home;
        start.Environment["HOME"] = _folder;
        start.Environment["SMIME_BRIDGE_LOG"] = "debug";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        Started = Stopwatch.GetTimestamp();
        _process = Process.Start(start)!;
        Peer = new FramePeer(_process.StandardInput.BaseStream, transcript is null ? _process.StandardOutput.BaseStream : new CopiedStream(_process.StandardOutput.BaseStream, transcript));
    }

    public long Started { get; }

    public int ProcessId => _process.Id;

    /// <summary>Ends the host and returns what it said on stderr.</summary>
    public string StandardError()
    {
        HangUp();
        return _process.StandardError.ReadToEnd();
    }

    public string Home => Path.Combine(_folder, "home");

    public FramePeer Peer { get; }

    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Resident now, not at its peak.</summary>
    public long ResidentNow
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Closes the host's input and waits for its end.</summary>
    public (int Code, TimeSpan Taken) HangUp()
    {
        long began = Stopwatch.GetTimestamp();
        _process.StandardInput.Close();
        return (End(), Stopwatch.GetElapsedTime(began));
    }

    public int End()
    {
        Assert.True(_process.WaitForExit(10_000), "the host did not end");
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        Peer.Dispose();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Where it is.</summary>
    public static string Executable()
    {
        string path = Environment.GetEnvironmentVariable("BRIDGE_HOST_EXE") ?? Path.Combine(Repository.Root, "artifacts", "host", "smime-bridge");
        Assert.True(File.Exists(path), $"There is no host at {path}. Publish it: dotnet publish host/Bridge.Host -c Release -r linux-x64 -o artifacts/host");
        return path;
    }
}
