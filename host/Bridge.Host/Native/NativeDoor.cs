using Bridge.Host.Logging;
using Bridge.Host.Native.Handlers;
using Bridge.Host.Native.Sessions;
using Bridge.Host.Native.Streams;
using Bridge.Protocol;
using Bridge.Protocol.Framing;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Host.Native;

/// <summary>The door that mail clients use: one session over stdin and stdout.</summary>
internal static class NativeDoor
{
    private static readonly TimeSpan s_drainTime = TimeSpan.FromMilliseconds(40);

    /// <param name="caller">The add-on's id as the mail client passed it.</param>
    /// <param name="open">Opens the services on the default home; nothing is opened before hello.</param>
    public static int Run(string caller, Func<string?, IServiceProvider> open)
    {
        StandardStreams streams = StandardStreams.Take();
        // Handlers wait for their client; they must not make each other wait for threads.
        ThreadPool.SetMinThreads(Limits.ConcurrentRequests + 4, 4);
        Lazy<IServiceProvider> services = new(() => open(null));
        HostLog log = new(new LogFile(HomeFolder.Default().LogFile, HomeFolder.LogThreshold(), TimeProvider.System));
        using FrameWriter writer = new(streams.Output);
        SessionOptions options = new(Product.ExtensionId, caller, TimeProvider.System, s_drainTime, () => WarmUp(services, log));
        Session session = new(streams.Input, writer, Routes.Build(services), options, log);
        int code = (int)session.Run();
        log.SessionEnded(code);
        if (session.Idle && services.IsValueCreated)
        {
            (services.Value as IDisposable)?.Dispose();
        }
        else if (!session.Idle && !OperatingSystem.IsWindows())
        {
            Posix.ExitNow(code);
        }

        return code;
    }

    private static void WarmUp(Lazy<IServiceProvider> services, HostLog log) => ThreadPool.UnsafeQueueUserWorkItem(
        _ =>
        {
            try
            {
                services.Value.GetRequiredService<MessageHandlers>().WarmUp();
            }
            catch (Exception e)
            {
                // The first request will meet the same problem and tell it.
                log.WarmUpFailed(e);
            }
        },
        null);
}
