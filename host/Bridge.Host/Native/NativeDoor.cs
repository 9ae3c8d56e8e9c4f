using Bridge.Host.Logging;
using Bridge.Host.Native.Sessions;
using Bridge.Host.Native.Streams;
using Bridge.Host.Prompting;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Protocol;
using Bridge.Protocol.Framing;

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
        WarmUp warmUp = new(services, log);
        SessionOptions options = new(Product.ExtensionId, caller, TimeProvider.System, s_drainTime, warmUp.Start, PromptByProgram());
        Session session = new(streams.Input, writer, Routes.Build(services), options, log);
        int code = (int)session.Run();
        log.SessionEnded(code);
        if (!session.Idle || warmUp.Running)
        {
            // Somebody still works with the services: they are left as they are, which every store is made for.
            EndNow(code);
        }

        (services.IsValueCreated ? services.Value as IDisposable : null)?.Dispose();
        return code;
    }

    // A pinentry program, where one is configured, asks instead of the client's page.
    private static Func<RequestContext, ISecretPrompt>? PromptByProgram() =>
        Pinentry.Configured() is { } pinentry ? context => new PinentryPrompt(pinentry, context.Cancellation) : null;

    private static void EndNow(int code)
    {
        if (OperatingSystem.IsWindows())
        {
            Environment.Exit(code);
        }

        Posix.ExitNow(code);
    }
}
