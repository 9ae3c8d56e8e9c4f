using Bridge.Protocol;
using Bridge.Protocol.Session;

namespace Bridge.Host.Native.Sessions;

/// <summary>Lets at most ten progress messages a second through, and none in a request's first tenth of a second.</summary>
internal sealed class ProgressThrottle(long id, Action<HostMessage> send, TimeProvider clock)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    private long _last = clock.GetTimestamp();

    public void Report(ProgressPhase phase, long done, long total)
    {
        long last = Volatile.Read(ref _last), now = clock.GetTimestamp();
        if (clock.GetElapsedTime(last, now) >= s_interval && Interlocked.CompareExchange(ref _last, now, last) == last)
        {
            send(new Progress(id, phase, done, total));
        }
    }
}
