using System.IO.Pipelines;
using System.Text.Json;
using Bridge.Host.Logging;
using Bridge.Host.Native;
using Bridge.Host.Native.Sessions;
using Bridge.Protocol.Framing;

namespace Bridge.Host.Tests.Native;

/// <summary>A session in this process with handlers of the test's own.</summary>
internal sealed class SessionRig : IDisposable
{
    private readonly Stream _toHost;
    private readonly FrameWriter _writer;
    private readonly Task<SessionEnd> _session;

    public SessionRig(Action<Router.Builder> routes, string caller = Product.ExtensionId, ILogSink? log = null)
        : this(Built(routes), caller, log)
    {
    }

    public SessionRig(Router router, string caller = Product.ExtensionId, ILogSink? log = null)
    {
        Pipe toHost = new(), fromHost = new(new PipeOptions(pauseWriterThreshold: 64 * 1024));
        _toHost = toHost.Writer.AsStream();
        Stream output = fromHost.Writer.AsStream();
        _writer = new FrameWriter(output);
        Peer = new FramePeer(_toHost, fromHost.Reader.AsStream());
        SessionOptions options = new(Product.ExtensionId, caller, TimeProvider.System, TimeSpan.FromSeconds(5));
        Session session = new(toHost.Reader.AsStream(), _writer, router, options, log is null ? HostLog.None : new HostLog(log));
        _session = Task.Factory.StartNew(
            () =>
            {
                SessionEnd end = session.Run();
                output.Dispose();
                return end;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    private static Router Built(Action<Router.Builder> routes)
    {
        Router.Builder builder = new();
        routes(builder);
        return builder.Build();
    }

    public FramePeer Peer { get; }

    public SessionEnd HangUp()
    {
        _toHost.Dispose();
        return End();
    }

    public SessionEnd End() => _session.Wait(TimeSpan.FromSeconds(10)) ? _session.Result : throw new TimeoutException("The session did not end.");

    public static string Text(Bridge.Protocol.Session.Result result) => JsonSerializer.Serialize(result.Value, TestJson.Default.JsonElement);

    public void Dispose()
    {
        _toHost.Dispose();
        _ = _session.Wait(TimeSpan.FromSeconds(10));
        Peer.Dispose();
        _writer.Dispose();
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonElement))]
internal sealed partial class TestJson : System.Text.Json.Serialization.JsonSerializerContext;
