namespace Bridge.Keystore.Vault.SecretService;

/// <summary>
/// The Secret Service of the desktop (freedesktop.org), through libsecret, which is loaded when it is first needed and
/// not required. No call waits for ever: the service has seconds, the user's answer to its own question minutes.
/// </summary>
/// <param name="sessionBus">Whether this process has a session bus; without one nothing is tried, so that none gets started.</param>
internal sealed class SecretServiceStore(bool sessionBus) : ISecretStore
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan s_userPatience = TimeSpan.FromMinutes(3);

    public SecretStoreException? FindTrouble()
    {
        try
        {
            Run(s_patience, call => RequireUnlocked(call, mayAsk: false), CancellationToken.None);
            return null;
        }
        catch (SecretStoreException e)
        {
            return e;
        }
    }

    public SecretBytes? Look(string name, bool mayAsk, CancellationToken cancellation) =>
        Run(mayAsk ? s_userPatience : s_patience, call => RequireUnlocked(call, mayAsk) ? call.Look(name) : null, cancellation);

    public void Put(string name, string label, ReadOnlySpan<byte> text)
    {
        using SecretBytes terminated = new(text.Length + 1);
        text.CopyTo(terminated.Span);
        Run(s_patience, call => RequireUnlocked(call, mayAsk: false) && call.Store(name, label, terminated), CancellationToken.None);
    }

    public void Delete(string name) =>
        Run(s_patience, call => RequireUnlocked(call, mayAsk: false) && call.Clear(name), CancellationToken.None);

    private static bool RequireUnlocked(SecretServiceCall call, bool mayAsk) =>
        !call.IsLocked() || (mayAsk && call.Unlock()) ? true : throw new SecretStoreException("vault-locked", "The default keyring is locked.");

    private T Run<T>(TimeSpan patience, Func<SecretServiceCall, T> work, CancellationToken cancellation)
    {
        if (!sessionBus)
        {
            throw new SecretStoreException("vault-absent", "There is no session bus.");
        }

        try
        {
            return Attempt(patience, work, cancellation) is { } done ? done.Value : Once(patience, work, cancellation);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            throw new SecretStoreException("vault-absent", "libsecret is not installed.");
        }
        catch (SecretStoreException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
    }

    // libsecret keeps its conversation with the service; with one that was started anew it has to begin another.
    private static Done<T>? Attempt<T>(TimeSpan patience, Func<SecretServiceCall, T> work, CancellationToken cancellation)
    {
        try
        {
            return new Done<T>(Once(patience, work, cancellation));
        }
        catch (SecretStoreException e) when (e.Reason == "vault-absent")
        {
            Libsecret.Disconnect();
            return null;
        }
    }

    private static T Once<T>(TimeSpan patience, Func<SecretServiceCall, T> work, CancellationToken cancellation)
    {
        using SecretServiceCall call = new(patience, cancellation);
        return work(call);
    }

    private sealed record Done<T>(T Value);
}
