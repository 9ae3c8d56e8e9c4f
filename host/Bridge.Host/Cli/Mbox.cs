namespace Bridge.Host.Cli;

/// <summary>
/// Where the messages of an mbox file lie: a line that begins with <c>From </c> after an empty line, or at the file's start,
/// begins one (RFC 4155). Bytes are not changed: a signed message whose lines were quoted with <c>&gt;From</c> counts as altered.
/// </summary>
internal static class Mbox
{
    public static IEnumerable<(long Start, long Length)> Split(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan);
        long start = -1;
        long offset = 0;
        bool blankBefore = true;
        foreach ((int length, bool from, bool blank) in Lines(stream))
        {
            if (from && blankBefore)
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

    private static IEnumerable<(int Length, bool From, bool Blank)> Lines(Stream stream)
    {
        byte[] head = new byte[5];
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
                yield return (length, length > 5 && head.AsSpan().SequenceEqual("From "u8), blank);
                (length, blank) = (0, true);
            }
        }

        if (length > 0)
        {
            yield return (length, false, false);
        }
    }
}
