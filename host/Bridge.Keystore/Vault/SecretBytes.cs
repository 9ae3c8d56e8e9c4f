using System.Security.Cryptography;
using Bridge.Keystore.Vault.Memory;

namespace Bridge.Keystore.Vault;

/// <summary>
/// Secret bytes in one place, so that the collector makes no copies: in memory that is neither swapped nor dumped as long as
/// there is some, else in pinned memory. Zeroed on dispose.
/// </summary>
public sealed class SecretBytes : IDisposable
{
    private readonly bool _locked;
    private Memory<byte> _bytes;

    public SecretBytes(int length)
    {
        Memory<byte> piece = length > 0 ? LockedMemory.Shared.Take(length) : Memory<byte>.Empty;
        _locked = !piece.IsEmpty;
        _bytes = _locked ? piece : GC.AllocateArray<byte>(length, pinned: true);
    }

    public SecretBytes(ReadOnlySpan<byte> value)
        : this(value.Length) => value.CopyTo(Span);

    ~SecretBytes() => Release();

    public int Length => _bytes.Length;

    /// <summary>Empty once it is disposed.</summary>
    public Span<byte> Span => _bytes.Span;

    internal ReadOnlyMemory<byte> Memory => _bytes;

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        Memory<byte> bytes = _bytes;
        _bytes = default;
        if (!_locked)
        {
            CryptographicOperations.ZeroMemory(bytes.Span);
        }
        else if (!bytes.IsEmpty)
        {
            LockedMemory.Shared.Return(bytes);
        }
    }
}
