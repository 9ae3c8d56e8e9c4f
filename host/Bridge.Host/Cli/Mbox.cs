namespace Bridge.Host.Cli;

/// <summary>
/// Where the messages of an mbox file lie: a line that begins with <c>From </c> and holds a time of day, after an empty line
/// or at the file's start, begins one (RFC 4155). The time tells it from a sentence in a letter. Bytes are not changed: a
/// signed message whose lines were quoted with <c>&gt;From</c> counts as altered.
/// </summary>
internal static class Mbox
{
    private const int LongestSeparator = 200;

    public static IEnumerable<(long Start, long Length)> Split(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan);
        long start = -1;
        long offset = 0;
        bool blankBefore = true;
        foreach ((int length, bool separator, bool blank) in Lines(stream))
        {
            if (separator && blankBefore)
            {
                if (start >= 0)
                {
                    yield return (start, offset - start);
                }

                start = offset + length;
            }

            blankBefore = blank;
            offset += length;
        }

        if (start >= 0)
        {
            yield return (start, offset - start);
        }
    }

    private static IEnumerable<(int Length, bool Separator, bool Blank)> Lines(Stream stream)
    {
        byte[] head = new byte[LongestSeparator];
        int length = 0;
        bool blank = true;
        for (int next = stream.ReadByte(); next >= 0; next = stream.ReadByte())
        {
            if (length < head.Length)
            {
                head[length] = (byte)next;
            }

            length++;
            blank &= next is '\r' or '\n';
            if (next == '\n')
            {
                yield return (length, Separates(head.AsSpan(0, Math.Min(length, head.Length))), blank);
                (length, blank) = (0, true);
            }
        }

        if (length > 0)
        {
            yield return (length, false, false);
        }
    }

    private static bool Separates(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("From "u8))
        {
            return false;
        }

        for (int colon = 6; colon < line.Length - 2; colon++)
        {
            if (line[colon] == ':' && char.IsAsciiDigit((char)line[colon - 1]) && char.IsAsciiDigit((char)line[colon + 1]))
            {
                return true;
            }
        }

        return false;
    }
}
