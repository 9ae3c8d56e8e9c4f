namespace Bridge.Host.Native.Sessions;

/// <summary>
/// Gives memory back to the system when a session has had nothing to do for a while: after a large message its buffers would otherwise stay for as long
/// as the mail client runs.
/// </summary>
internal sealed class MemoryRest : IDisposable
{
    /// <summary>Less than this, allocated since the last time, is not worth a collection. In bytes.</summary>
    private const long WorthIt = 16 << 20;

    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(5);

    private readonly Func<bool> _isIdle;
    private readonly ITimer _timer;
    private long _allocated;

    /// <param name="clock">Of the session.</param>
    /// <param name="isIdle">Whether no request is under way.</param>
    public MemoryRest(TimeProvider clock, Func<bool> isIdle)
    {
        _isIdle = isIdle;
        _timer = clock.CreateTimer(_ => Rest(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A request has come.</summary>
    public void Postpone() => _timer.Change(s_quiet, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();

    private void Rest()
    {
        if (!_isIdle())
        {
            Postpone();
        }
        else if (GC.GetTotalAllocatedBytes() - _allocated >= WorthIt)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            _allocated = GC.GetTotalAllocatedBytes();
        }
    }
}
