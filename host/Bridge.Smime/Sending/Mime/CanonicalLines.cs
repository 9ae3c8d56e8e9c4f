using System.Runtime.Intrinsics;
using Bridge.Smime.Cms.Writing;

namespace Bridge.Smime.Sending.Mime;

/// <summary>Looks for, and repairs, what keeps text from being canonical lines.</summary>
internal static class CanonicalLines
{
    public const int MaximumLine = 998;
    private const byte Cr = (byte)'\r';
    private const byte Lf = (byte)'\n';

    /// <param name="window">Bytes that begin at the start of a line (or go on in one) and never end between CR and LF.</param>
    public static LineFlaws Inspect(ReadOnlySpan<byte> window)
    {
        LineFlaws flaws = HasLongLine(window) ? LineFlaws.NotSevenBit : LineFlaws.None;
        return IsClean(window) ? flaws : flaws | InspectBytes(window);
    }

    /// <summary>Writes the bytes with every bare LF made CRLF.</summary>
    public static void WriteCanonical(ReadOnlySpan<byte> window, ByteSink sink)
    {
        while (!window.IsEmpty)
        {
            int end = NextBareLineFeed(window);
            if (end < 0)
            {
                sink.Write(window);
                return;
            }

            sink.Write(window[..end]);
            sink.Write("\r\n"u8);
            window = window[(end + 1)..];
        }
    }

    public static byte[] Canonical(ReadOnlySpan<byte> window)
    {
        using MemorySink sink = new();
        WriteCanonical(window, sink);
        return sink.ToArray();
    }

    // Every LF must follow a CR and every CR precede an LF, nothing may be NUL or above 127: one comparison of each vector
    // with the one that starts a byte earlier tells.
    private static bool IsClean(ReadOnlySpan<byte> window)
    {
        if (window.IsEmpty)
        {
            return true;
        }

        int i = 1;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<byte> cr = Vector256.Create(Cr), lf = Vector256.Create(Lf);
            for (; i + Vector256<byte>.Count <= window.Length; i += Vector256<byte>.Count)
            {
                Vector256<byte> here = Vector256.Create(window.Slice(i, Vector256<byte>.Count));
                Vector256<byte> before = Vector256.Create(window.Slice(i - 1, Vector256<byte>.Count));
                Vector256<byte> unpaired = Vector256.Equals(here, lf) ^ Vector256.Equals(before, cr);
                Vector256<byte> nul = Vector256.Equals(here, Vector256<byte>.Zero);
                if ((unpaired | nul | here).ExtractMostSignificantBits() != 0)
                {
                    return false;
                }
            }
        }

        return IsPlain(window[0]) && window[0] != Lf && window[^1] != Cr && AreClean(window, i);
    }

    private static bool AreClean(ReadOnlySpan<byte> window, int from)
    {
        for (int i = from; i < window.Length; i++)
        {
            if (!IsPlain(window[i]) || window[i] == Lf != (window[i - 1] == Cr))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPlain(byte b) => b is > 0 and < 128;

    private static bool HasLongLine(ReadOnlySpan<byte> window)
    {
        // From each line start, the last LF within reach is where the next look begins: few steps for any length.
        while (window.Length > MaximumLine + 2)
        {
            int last = window[..(MaximumLine + 2)].LastIndexOf(Lf);
            if (last < 0)
            {
                return true;
            }

            window = window[(last + 1)..];
        }

        return false;
    }

    private static LineFlaws InspectBytes(ReadOnlySpan<byte> window)
    {
        LineFlaws flaws = LineFlaws.None;
        for (int i = 0; i < window.Length; i++)
        {
            bool followsCr = i > 0 && window[i - 1] == Cr;
            flaws |= window[i] switch
            {
                Lf when !followsCr => LineFlaws.BareLineFeed,
                not Lf when followsCr => LineFlaws.NotSevenBit,
                0 or > 127 => LineFlaws.NotSevenBit,
                _ => LineFlaws.None,
            };
        }

        return window[^1] == Cr ? flaws | LineFlaws.NotSevenBit : flaws;
    }

    private static int NextBareLineFeed(ReadOnlySpan<byte> window)
    {
        int from = 0;
        while (window[from..].IndexOf(Lf) is >= 0 and int offset)
        {
            int at = from + offset;
            if (at == 0 || window[at - 1] != Cr)
            {
                return at;
            }

            from = at + 1;
        }

        return -1;
    }
}
