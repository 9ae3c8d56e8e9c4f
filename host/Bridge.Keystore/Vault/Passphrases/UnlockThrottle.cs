using Bridge.Keystore.Storage;
using Bridge.Smime.Errors;

namespace Bridge.Keystore.Vault.Passphrases;

/// <summary>
/// Slows down guessing: from the third wrong passphrase in a row each further one waits, twice as long as the one before, up to a
/// minute. The count is stored, so that neither another process nor a restart begins anew. It is no protection against
/// somebody who has the files: that is what the derivation's cost is for.
/// </summary>
internal sealed class UnlockThrottle(Database database, TimeProvider clock)
{
    private const int Free = 3;

    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    /// <summary>What a try has to wait after so many wrong ones.</summary>
    internal static TimeSpan DelayAfter(long failures) => failures < Free
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min(s_longest.TotalSeconds, Math.Pow(2, Math.Min(failures - Free, 10))));

    /// <summary>Waits until one more try is due, and counts it as a wrong one beforehand: who is killed in the middle has used it up.</summary>
    /// <exception cref="OperationCanceledException">The operation was cancelled while it waited.</exception>
    internal void BeforeTry(CancellationToken cancellation)
    {
        TimeSpan wait = Count();
        if (wait > TimeSpan.Zero)
        {
            Task.Delay(wait, clock, cancellation).GetAwaiter().GetResult();
        }
    }

    /// <summary>The passphrase was right.</summary>
    internal void Forget() => Change(session => session.Execute("UPDATE vault SET failures = 0, failed_at = NULL"));

    private TimeSpan Count()
    {
        TimeSpan wait = TimeSpan.Zero;
        Change(session =>
        {
            (long failures, DateTimeOffset? last) = session.First("SELECT failures, failed_at FROM vault", r => (r.GetInt64(0), r.IsDBNull(1) ? null : (DateTimeOffset?)r.GetTime(1)));
            wait = Remaining(DelayAfter(failures), last);
            session.Execute("UPDATE vault SET failures = failures + 1, failed_at = $at", ("$at", (clock.GetUtcNow() + wait).Store()));
        });
        return wait;
    }

    // A clock that was set back must not lock the user out: nobody waits longer than the whole delay.
    private TimeSpan Remaining(TimeSpan delay, DateTimeOffset? last)
    {
        TimeSpan left = last is { } at ? at + delay - clock.GetUtcNow() : TimeSpan.Zero;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left > delay ? delay : left;
    }

    // A keystore that cannot be written can still be opened.
    private void Change(Action<Session> work)
    {
        try
        {
            database.Write(work);
        }
        catch (RefusalException e) when (e.Code is "store-unwritable" or "store-full")
        {
        }
    }
}
