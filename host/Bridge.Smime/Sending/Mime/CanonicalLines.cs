using System.Buffers;
using System.Runtime.Intrinsics;
using Bridge.Smime.Cms.Writing;

namespace Bridge.Smime.Sending.Mime;

/// <summary>Looks for, and repairs, what keeps text from being canonical lines.</summary>
internal static class CanonicalLines
{
    public const int MaximumLine = 998;
    private const int RepairedBytes = 32 * 1024;
    private const byte Cr = (byte)'\r';
    private const byte Lf = (byte)'\n';

    /// <param name="window">Bytes that begin at the start of a line (or go on in one) and never end between CR and LF.</param>
    public static LineFlaws Inspect(ReadOnlySpan<byte> window) =>
        window.IsEmpty ? LineFlaws.None
        : (HasLongLine(window) ? LineFlaws.NotSevenBit : LineFlaws.None) | InspectBytes(window);

    /// <summary>Writes the bytes with every bare LF made CRLF.</summary>
    /// <param name="window">Whole lines, or a part of one.</param>
    /// <param name="flaws">What <see cref="Inspect"/> found in them: without a bare LF they are written as they are.</param>
    /// <param name="sink">Where they go.</param>
    public static void WriteCanonical(ReadOnlySpan<byte> window, LineFlaws flaws, ByteSink sink)
    {
        if ((flaws & LineFlaws.BareLineFeed) == 0)
        {
            sink.Write(window);
            return;
        }

        byte[] repaired = ArrayPool<byte>.Shared.Rent(RepairedBytes);
        for (int at = 0; at < window.Length;)
        {
            int written = Repair(window, ref at, repaired);
            sink.Write(repaired.AsSpan(0, written));
        }

        ArrayPool<byte>.Shared.Return(repaired, clearArray: true);
    }

    /// <inheritdoc cref="WriteCanonical(ReadOnlySpan{byte}, LineFlaws, ByteSink)"/>
    public static void WriteCanonical(ReadOnlySpan<byte> window, ByteSink sink) => WriteCanonical(window, LineFlaws.BareLineFeed, sink);

    public static byte[] Canonical(ReadOnlySpan<byte> window)
    {
        using MemorySink sink = new();
        WriteCanonical(window, sink);
        return sink.ToArray();
    }

    // Copies from there until the input ends or the output is full, in the middle of a line perhaps. Returns the bytes written.
    private static int Repair(ReadOnlySpan<byte> window, ref int at, Span<byte> output)
    {
        int written = 0;
        while (at < window.Length && output.Length - written > 1)
        {
            ReadOnlySpan<byte> room = window.Slice(at, Math.Min(window.Length - at, output.Length - written - 1));
            int lineFeed = room.IndexOf(Lf);
            int text = lineFeed < 0 ? room.Length : lineFeed;
            room[..text].CopyTo(output[written..]);
            (at, written) = (at + text, written + text);
            if (lineFeed >= 0)
            {
                if (at == 0 || window[at - 1] != Cr)
                {
                    output[written++] = Cr;
                }

                output[written++] = Lf;
                at++;
            }
        }

        return written;
    }

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

    // Every LF must follow a CR and every CR precede an LF, nothing may be NUL or above 127: one comparison of each vector
    // with the one that starts a byte earlier tells. 128 bits, because an executable that is compiled ahead of time for
    // every processor knows no more, and would go byte by byte.
    private static LineFlaws InspectBytes(ReadOnlySpan<byte> window)
    {
        Vector128<byte> cr = Vector128.Create(Cr), lf = Vector128.Create(Lf);
        Vector128<byte> bare = Vector128<byte>.Zero, unfit = Vector128<byte>.Zero;
        int i = 1;
        for (; i + Vector128<byte>.Count <= window.Length; i += Vector128<byte>.Count)
        {
            Vector128<byte> here = Vector128.Create(window.Slice(i, Vector128<byte>.Count));
            Vector128<byte> ends = Vector128.Equals(here, lf);
            Vector128<byte> follows = Vector128.Equals(Vector128.Create(window.Slice(i - 1, Vector128<byte>.Count)), cr);
            bare |= Vector128.AndNot(ends, follows);
            unfit |= Vector128.AndNot(follows, ends) | Vector128.Equals(here, Vector128<byte>.Zero) | here;
        }

        LineFlaws flaws = bare.ExtractMostSignificantBits() != 0 ? LineFlaws.BareLineFeed : LineFlaws.None;
        flaws |= unfit.ExtractMostSignificantBits() != 0 ? LineFlaws.NotSevenBit : LineFlaws.None;
        return flaws | InspectOne(window[0], followsCr: false) | InspectRest(window, i);
    }

    private static LineFlaws InspectRest(ReadOnlySpan<byte> window, int from)
    {
        LineFlaws flaws = window[^1] == Cr ? LineFlaws.NotSevenBit : LineFlaws.None;
        for (int i = from; i < window.Length; i++)
        {
            flaws |= InspectOne(window[i], window[i - 1] == Cr);
        }

        return flaws;
    }

    private static LineFlaws InspectOne(byte b, bool followsCr) => b switch
    {
        Lf when !followsCr => LineFlaws.BareLineFeed,
        not Lf when followsCr => LineFlaws.NotSevenBit,
        0 or > 127 => LineFlaws.NotSevenBit,
        _ => LineFlaws.None,
    };
}
