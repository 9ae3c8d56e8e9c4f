using System.Runtime.CompilerServices;

namespace Bridge.Keystore.Vault.Memory;

/// <summary>What the operating system granted for the memory that secrets lie in.</summary>
public enum MemoryGuard
{
    /// <summary>Locked in memory and left out of core dumps.</summary>
    Locked,
    /// <summary>Not locked: it may be written to the swap space.</summary>
    Swappable,
    /// <summary>Nothing is asked of this operating system.</summary>
    Unsupported,
}

/// <summary>
/// One stretch of pinned memory that is never swapped and never dumped, where the operating system allows, shared out in
/// pieces to the secrets of this process. It stays for the life of the process: a stale view sees zeros, not an unmapped page.
/// </summary>
internal sealed class LockedMemory
{
    /// <summary>Smallest piece, and the unit in which pieces are counted, in bytes.</summary>
    internal const int Unit = 64;

    private const int Page = 4096, Wanted = 256 * 1024, Least = 16 * 1024;

    private static readonly Lazy<LockedMemory> s_shared = new(() => new LockedMemory(Wanted, Least));

    private readonly Lock _lock = new();
    private readonly byte[] _memory;
    private readonly int _start;
    private readonly bool[] _taken;

    /// <param name="wanted">Bytes to begin with, a multiple of the page.</param>
    /// <param name="least">Where a limit of the process does not allow as many, down to this; below it nothing is locked.</param>
    internal LockedMemory(int wanted, int least)
    {
        _memory = GC.AllocateArray<byte>(wanted + Page, pinned: true);
        nint address = Address(_memory);
        _start = (int)((Page - (address % Page)) % Page);
        int size = wanted;
        while (size >= least && !MemoryCalls.Lock(address + _start, size))
        {
            size /= 2;
        }

        Guard = size >= least ? MemoryGuard.Locked : OperatingSystem.IsWindows() || MemoryCalls.Supported ? MemoryGuard.Swappable : MemoryGuard.Unsupported;
        _taken = new bool[(size >= least ? size : 0) / Unit];
    }

    internal static LockedMemory Shared => s_shared.Value;

    internal MemoryGuard Guard { get; }

    /// <summary>Bytes that are locked.</summary>
    internal int Size => _taken.Length * Unit;

    /// <returns>A zeroed piece, or an empty one when there is none so long: the caller takes ordinary pinned memory then.</returns>
    internal Memory<byte> Take(int length)
    {
        int units = Math.Max(1, (length + Unit - 1) / Unit);
        lock (_lock)
        {
            int first = FindFree(units);
            if (first < 0)
            {
                return Memory<byte>.Empty;
            }

            _taken.AsSpan(first, units).Fill(true);
            return _memory.AsMemory(_start + (first * Unit), length);
        }
    }

    /// <summary>Zeroes a piece and gives it back.</summary>
    internal void Return(Memory<byte> piece)
    {
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(piece.Span);
        int units = Math.Max(1, (piece.Length + Unit - 1) / Unit);
        int first = (int)((Unsafe.ByteOffset(ref _memory[0], ref System.Runtime.InteropServices.MemoryMarshal.GetReference(piece.Span)) - _start) / Unit);
        lock (_lock)
        {
            _taken.AsSpan(first, units).Clear();
        }
    }

    private int FindFree(int units)
    {
        int run = 0;
        for (int i = 0; i < _taken.Length; i++)
        {
            run = _taken[i] ? 0 : run + 1;
            if (run == units)
            {
                return i - units + 1;
            }
        }

        return -1;
    }

    private static unsafe nint Address(byte[] pinned) => (nint)Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(pinned));
}
