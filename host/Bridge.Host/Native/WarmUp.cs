using Bridge.Host.Logging;
using Bridge.Host.Native.Handlers;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Host.Native;

/// <summary>Opens the services beside the session's reading thread, so that the first request finds them ready.</summary>
internal sealed class WarmUp(Lazy<IServiceProvider> services, HostLog log)
{
    private int _running;

    /// <summary>True while services are in use by this; they must not be closed then.</summary>
    public bool Running => Volatile.Read(ref _running) != 0;

    public void Start()
    {
        Volatile.Write(ref _running, 1);
        ThreadPool.UnsafeQueueUserWorkItem(static self => self.Run(), this, preferLocal: false);
    }

    private void Run()
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
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }
}
