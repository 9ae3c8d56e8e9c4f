using System.Diagnostics;
using System.Globalization;
using Bridge.Protocol;
using Bridge.Protocol.Framing;
using Bridge.Protocol.Json;
using Bridge.Protocol.Session;

namespace Bridge.Benchmarks.World;

/// <summary>The host as shipped, started and spoken to as a mail client does it.</summary>
internal sealed class HostSession : IDisposable
{
    private const string Extension = "smime-bridge@smime-bridge.example";

    private readonly Process _process;
    private readonly FrameWriter _writer;
    private readonly FrameReader _reader;
    private long _id;

    /// <summary>Starts the host and waits for its first reply.</summary>
    public HostSession(string executable, string home)
    {
        ProcessStartInfo start = new(executable, ["/smime_bridge.json", Extension]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["SMIME_BRIDGE_HOME"] = home;
        _process = Process.Start(start)!;
        _writer = new FrameWriter(_process.StandardInput.BaseStream);
        _reader = new FrameReader(_process.StandardOutput.BaseStream);
        _writer.Write(new Hello(new ProtocolRange(1, 1), new ExtensionIdentity(Extension, "0"), new ClientIdentity("Benchmark", "0"), "en"));
        if (Receive() is not Welcome)
        {
            throw new InvalidOperationException("The host did not welcome.");
        }
    }

    public long NextId() => ++_id;

    /// <summary>Peak resident memory so far in megabytes.</summary>
    public double PeakMemory() => Memory("VmHWM:");

    /// <summary>Resident memory in megabytes once nothing was asked for ten seconds.</summary>
    public double MemoryAtRest()
    {
        Thread.Sleep(TimeSpan.FromSeconds(10));
        return Memory("VmRSS:");
    }

    /// <summary>One request with its content both ways.</summary>
    /// <returns>Bytes that came back.</returns>
    public long Exchange(Request request, ReadOnlySpan<byte> content)
    {
        _writer.Write(request);
        int sequence = 0;
        int window = request is ICarryContent ? Limits.WindowChunks : 0;
        bool sent = request is not ICarryContent;
        long received = 0;
        while (true)
        {
            for (; window > 0 && !sent; window--)
            {
                int count = Math.Min(Limits.ChunkBytes, content.Length);
                sent = count == content.Length;
                using ChunkData data = ChunkData.CopyOf(content[..count]);
                _writer.Write(new ClientChunk(request.Id, sequence++, data, sent));
                content = content[count..];
            }

            switch (Receive())
            {
                case HostCredit credit:
                    window += credit.Chunks;
                    break;
                case HostChunk chunk:
                    received += chunk.Data.Length;
                    chunk.Data.Dispose();
                    _writer.Write(new ClientCredit(request.Id, 1));
                    break;
                case Result:
                    return received;
                case Failure failure:
                    throw new InvalidOperationException($"The host failed a request: {failure.Code}.");
                case null:
                    throw new InvalidOperationException("The host ended.");
            }
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        _writer.Dispose();
        _reader.Dispose();
    }

    private double Memory(string what)
    {
        string line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith(what, StringComparison.Ordinal));
        return double.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    private HostMessage? Receive() => _reader.Read() is { } body ? MessageCodec.ReadHostMessage(body.Span) : null;
}
