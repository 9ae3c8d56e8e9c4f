namespace Bridge.Keystore.Vault;

/// <summary>
/// A master key that the user unlocked, held in locked memory until it has not been used for a while, or is locked on demand. Each
/// use gets a copy of its own.
/// </summary>
/// <param name="limit">How long it may lie unused; zero: until it is locked on demand. Asked at each look, since the user may change it.</param>
/// <param name="generation">What the keystore's count of lockings is now.</param>
internal sealed class UnlockedKey(Func<TimeSpan> limit, Func<long> generation, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private MasterKey? _key;
    private ITimer? _timer;
    private long _generation;
    private long _usedTicks;
    private DateTimeOffset _usedAt;

    /// <summary>True while a key is held and may be used.</summary>
    internal bool IsOpen
    {
        get
        {
            lock (_lock)
            {
                DropStale(generation());
                return _key is not null;
            }
        }
    }

    /// <returns>A copy for one use; null when it is locked.</returns>
    internal MasterKey? Borrow(VaultRow row)
    {
        lock (_lock)
        {
            DropStale(row.Generation);
            if (_key?.Id != row.KeyId)
            {
                return null;
            }

            Touch();
            return new MasterKey(_key.Bytes);
        }
    }

    /// <summary>Holds a copy from now on.</summary>
    internal void Hold(MasterKey key, VaultRow row)
    {
        lock (_lock)
        {
            Drop();
            _key = new MasterKey(key.Bytes);
            _generation = row.Generation;
            Touch();
            _timer = clock.CreateTimer(_ => Look(), null, s_look, s_look);
        }
    }

    internal void Lock()
    {
        lock (_lock)
        {
            Drop();
        }
    }

    public void Dispose() => Lock();

    // The timer forgets it without anybody asking; it may also have been locked from another process.
    private void Look()
    {
        long now;
        try
        {
            now = generation();
        }
        catch (Smime.Errors.RefusalException)
        {
            return;
        }

        lock (_lock)
        {
            DropStale(now);
        }
    }

    private void DropStale(long now)
    {
        if (_key is not null && (now != _generation || IsOld()))
        {
            Drop();
        }
    }

    // Two clocks: one does not run while the machine sleeps, the other may be set back. Whichever saw more time counts.
    private bool IsOld()
    {
        TimeSpan most = limit(), slept = clock.GetUtcNow() - _usedAt, ran = clock.GetElapsedTime(_usedTicks);
        return most > TimeSpan.Zero && (slept >= most || ran >= most);
    }

    private void Touch() => (_usedTicks, _usedAt) = (clock.GetTimestamp(), clock.GetUtcNow());

    private void Drop()
    {
        _timer?.Dispose();
        _timer = null;
        _key?.Dispose();
        _key = null;
    }
}
