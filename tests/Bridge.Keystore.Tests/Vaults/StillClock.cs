namespace Bridge.Keystore.Tests.Vaults;

/// <summary>A clock that a test sets, wall time and running time apart; timers fire when it is moved, waits end at once and are noted.</summary>
internal sealed class StillClock : TimeProvider
{
    private readonly List<Timer> _timers = [];
    private long _ticks;

    internal DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>How long somebody waited, one after the other.</summary>
    internal List<TimeSpan> Waits { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => _ticks;

    /// <summary>Lets time pass: on both clocks.</summary>
    internal void Pass(TimeSpan time)
    {
        Now += time;
        Run(time);
    }

    /// <summary>Only the running time: the wall clock stands still, or was set back.</summary>
    internal void Run(TimeSpan time)
    {
        _ticks += time.Ticks;
        foreach (Timer timer in _timers.ToList())
        {
            timer.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Timer timer = new(this, () => callback(state));
        if (period == Timeout.InfiniteTimeSpan && state is not Bridge.Keystore.Keys.KeyShelf)
        {
            // A wait: it is over at once.
            Waits.Add(dueTime);
            Now += dueTime;
            _ticks += dueTime.Ticks;
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }
        else
        {
            _timers.Add(timer);
        }

        return timer;
    }

    private sealed class Timer(StillClock clock, Action fire) : ITimer
    {
        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => clock._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
