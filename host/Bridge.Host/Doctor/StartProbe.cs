using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Bridge.Host.Install;
using Bridge.Protocol;
using Bridge.Protocol.Framing;
using Bridge.Protocol.Session;

namespace Bridge.Host.Doctor;

/// <summary>Starts the host as a mail client would, by the manifest if there is one, and says hello.</summary>
internal sealed class StartProbe(string manifestPath, string executable) : IProbe
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public string Name => "start";

    public Finding Try(CancellationToken cancellation)
    {
        string program = Registered() ?? executable;
        long began = Stopwatch.GetTimestamp();
        using Process? host = Start(program);
        if (host is null)
        {
            return Finding.Bad(ProbeCodes.HostSilent, ("executable", program));
        }

        // Whatever happens, no process is left behind: without this one's end of the pipe it stops by itself.
        using Timer end = new(_ => Kill(host), null, s_patience, Timeout.InfiniteTimeSpan);
        HostMessage? answer = Greet(host);
        TimeSpan taken = Stopwatch.GetElapsedTime(began);
        host.StandardInput.Close();
        host.WaitForExit();
        return answer switch
        {
            Welcome { Host.Version: var version } when version == Product.Version => Finding.Good(
                ProbeCodes.HostAnswers, ("executable", program), ("milliseconds", taken.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture))),
            Welcome { Host.Version: var version } => Finding.Warning(ProbeCodes.HostOtherVersion, ("executable", program), ("version", version)),
            _ => Finding.Bad(ProbeCodes.HostSilent, ("executable", program)),
        };
    }

    private string? Registered() =>
        File.Exists(manifestPath) && NativeManifest.Read(File.ReadAllBytes(manifestPath)) is { } manifest && File.Exists(manifest.Path) ? manifest.Path : null;

    private Process? Start(string program)
    {
        ProcessStartInfo start = new(program, [manifestPath, Product.ExtensionId])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        try
        {
            return Process.Start(start);
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            return null;
        }
    }

    private static HostMessage? Greet(Process host)
    {
        try
        {
            using FrameWriter writer = new(host.StandardInput.BaseStream);
            using FrameReader reader = new(host.StandardOutput.BaseStream);
            writer.Write(new Hello(
                new ProtocolRange(ProtocolVersion.Minimum, ProtocolVersion.Maximum),
                new ExtensionIdentity(Product.ExtensionId, Product.Version),
                new ClientIdentity("doctor", Product.Version),
                "en"));
            return reader.Read() is { } body ? MessageCodec.ReadHostMessage(body.Span) : null;
        }
        catch (Exception e) when (e is IOException or FrameException or MessageException)
        {
            return null;
        }
    }

    private static void Kill(Process host)
    {
        try
        {
            host.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
