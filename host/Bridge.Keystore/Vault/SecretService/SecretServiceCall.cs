using System.Runtime.InteropServices;

namespace Bridge.Keystore.Vault.SecretService;

/// <summary>A few calls to the Secret Service that share one time limit.</summary>
internal sealed class SecretServiceCall : IDisposable
{
    private const string Alias = "default", Attribute = "key";

    private readonly nint _cancellable;
    private readonly nint _service;
    private readonly nint _collection;
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenRegistration _cancel;

    internal SecretServiceCall(TimeSpan patience, CancellationToken cancellation)
    {
        _cancellable = Libsecret.NewCancellable();
        _limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _cancel = _limit.Token.Register(() => Libsecret.Cancel(_cancellable));
        _limit.CancelAfter(patience);
        try
        {
            KeepAliveWithoutBus();
            _service = Check(Libsecret.GetService(Libsecret.OpenSession, _cancellable, out nint error), error);
            _collection = Check(Libsecret.CollectionFor(_service, Alias, 0, _cancellable, out error), error);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether the default collection is locked. Without one there is nothing to keep a secret in.</summary>
    internal bool IsLocked() => _collection == 0
        ? throw new SecretStoreException("vault-absent", "There is no default keyring.")
        : Libsecret.IsLocked(_collection) != 0;

    /// <summary>Has the service ask the user.</summary>
    internal bool Unlock()
    {
        nint list = Libsecret.Append(0, _collection);
        try
        {
            int count = Libsecret.Unlock(_service, list, _cancellable, 0, out nint error);
            Check(1, error);
            return count > 0;
        }
        finally
        {
            Libsecret.FreeList(list);
        }
    }

    internal SecretBytes? Look(string name)
    {
        using SecretAttributes attributes = new(Attribute, name);
        nint text = Check(Libsecret.Look(SecretAttributes.Schema, attributes.Table, _cancellable, out nint error), error);
        if (text == 0)
        {
            return null;
        }

        try
        {
            return Copy(text);
        }
        finally
        {
            Libsecret.FreePassword(text);
        }
    }

    internal unsafe bool Store(string name, string label, SecretBytes terminated)
    {
        using SecretAttributes attributes = new(Attribute, name);
        fixed (byte* text = terminated.Span)
        {
            return Check(Libsecret.Store(SecretAttributes.Schema, attributes.Table, Alias, label, text, _cancellable, out nint error), error) != 0;
        }
    }

    internal bool Clear(string name)
    {
        using SecretAttributes attributes = new(Attribute, name);
        return Check(Libsecret.Clear(SecretAttributes.Schema, attributes.Table, _cancellable, out nint error), error) != 0;
    }

    public void Dispose()
    {
        _cancel.Dispose();
        _limit.Dispose();
        Libsecret.Release(_collection);
        Libsecret.Release(_service);
        Libsecret.Release(_cancellable);
    }

    // GLib ends a process by default when its session bus goes away: the host belongs to a mail client, not to the bus.
    private void KeepAliveWithoutBus()
    {
        nint bus = Check(Libsecret.GetBus(Libsecret.SessionBus, _cancellable, out nint error), error);
        Libsecret.SetExitOnClose(bus, 0);
        Libsecret.Release(bus);
    }

    private T Check<T>(T result, nint error)
    {
        if (error == 0)
        {
            return result;
        }

        string said = Marshal.PtrToStringUTF8(Marshal.ReadIntPtr(error, 8)) ?? "";
        Libsecret.FreeError(error);
        throw _limit.IsCancellationRequested
            ? new SecretStoreException("vault-failing", "The Secret Service did not answer in time.")
            : new SecretStoreException("vault-absent", said);
    }

    private static unsafe SecretBytes Copy(nint text)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)text);
        return new SecretBytes(bytes);
    }
}
