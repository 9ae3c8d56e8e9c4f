using System.Globalization;
using System.Text.RegularExpressions;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Memory;

namespace Bridge.Keystore.Tests.Vaults;

public sealed partial class LockedMemoryTests
{
    [Fact]
    public void Pieces_are_zeroed_and_used_again()
    {
        LockedMemory memory = new(16 * 1024, 4096);
        Memory<byte> first = memory.Take(100);
        first.Span.Fill(7);
        memory.Return(first);
        Assert.True(first.Span.IndexOfAnyExcept((byte)0) < 0);
        Assert.True(memory.Take(100).Span == first.Span);
    }

    [Fact]
    public void Pieces_never_overlap_and_the_end_is_said()
    {
        LockedMemory memory = new(16 * 1024, 4096);
        List<Memory<byte>> pieces = [];
        for (Memory<byte> piece = memory.Take(90); !piece.IsEmpty; piece = memory.Take(90))
        {
            piece.Span.Fill((byte)(pieces.Count + 1));
            pieces.Add(piece);
        }

        Assert.Equal(memory.Size / (2 * LockedMemory.Unit), pieces.Count);
        Assert.All(pieces, (p, i) => Assert.True(p.Span.IndexOfAnyExcept((byte)(i + 1)) < 0));
        memory.Return(pieces[3]);
        Assert.False(memory.Take(60).IsEmpty);
    }

    [Fact]
    public void The_kernel_says_that_secrets_are_locked_and_left_out_of_dumps()
    {
        using SecretBytes secret = new(64);
        Assert.Equal(MemoryGuard.Locked, LockedMemory.Shared.Guard);
        nint address;
        unsafe
        {
            fixed (byte* at = secret.Span)
            {
                address = (nint)at;
            }
        }

        // VmFlags of proc(5): lo = locked, dd = not dumped.
        string flags = FlagsOf(address);
        Assert.Contains(" lo", flags, StringComparison.Ordinal);
        Assert.Contains(" dd", flags, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_is_longer_than_what_is_left_is_still_kept()
    {
        using SecretBytes big = new(4 * 1024 * 1024);
        big.Span[^1] = 1;
        big.Dispose();
        Assert.Equal(0, big.Length);
    }

    private static string FlagsOf(nint address)
    {
        bool inside = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            if (Range().Match(line) is { Success: true } match)
            {
                inside = Number(match.Groups[1].Value) <= (ulong)address && (ulong)address < Number(match.Groups[2].Value);
            }
            else if (inside && line.StartsWith("VmFlags:", StringComparison.Ordinal))
            {
                return line;
            }
        }

        return "";
    }

    private static ulong Number(string hex) => ulong.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex("^([0-9a-f]+)-([0-9a-f]+) ")]
    private static partial Regex Range();
}
