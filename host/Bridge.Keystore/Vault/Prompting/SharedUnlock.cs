using System.Runtime.ExceptionServices;
using Bridge.Smime.Errors;

namespace Bridge.Keystore.Vault.Prompting;

/// <summary>
/// Several operations that wait for the same lock ask once: the first one unlocks, and what comes of it (open, dismissed,
/// wrong too often) is the outcome of all that were waiting by then. One for each lock: the keystore's, and each token's.
/// </summary>
public sealed class SharedUnlock
{
    /// <summary>How many wrong secrets end an operation.</summary>
    public const int Attempts = 5;

    private readonly Lock _lock = new();
    private Turn? _turn;

    /// <summary>The refusal of an operation whose question was dismissed.</summary>
    public static RefusalException Dismissed() => new("prompt-dismissed", RefusalKind.Key, "The secret was not given.");

    /// <summary>Runs an operation that asks, unless another one is asking: then waits for that one's outcome.</summary>
    /// <param name="open">What is already open; null when it has to be unlocked.</param>
    /// <param name="unlock">Asks and unlocks; refuses with <c>prompt-dismissed</c> or why else it stays closed.</param>
    /// <param name="cancellation">Of the operation that waits.</param>
    /// <exception cref="RefusalException">That of <paramref name="unlock"/>, also when another operation ran it.</exception>
    public T Open<T>(Func<T?> open, Func<T> unlock, CancellationToken cancellation)
        where T : class
    {
        while (true)
        {
            if (open() is { } ready)
            {
                return ready;
            }

            if (Take(out Turn turn))
            {
                return Run(turn, open, unlock);
            }

            turn.Ended.Wait(cancellation);
            turn.Refusal?.Throw();
        }
    }

    private bool Take(out Turn turn)
    {
        lock (_lock)
        {
            bool first = _turn is null;
            turn = _turn ??= new Turn();
            return first;
        }
    }

    private T Run<T>(Turn turn, Func<T?> open, Func<T> unlock)
        where T : class
    {
        try
        {
            // Another one may have unlocked between the look and the turn.
            return open() ?? unlock();
        }
        catch (RefusalException e)
        {
            turn.Refusal = ExceptionDispatchInfo.Capture(e);
            throw;
        }
        finally
        {
            lock (_lock)
            {
                _turn = null;
            }

            turn.Ended.Set();
        }
    }

    // A turn that ends without a refusal and without an open lock was cancelled: the next in line takes its own.
    private sealed class Turn
    {
        public ManualResetEventSlim Ended { get; } = new();

        public ExceptionDispatchInfo? Refusal { get; set; }
    }
}
