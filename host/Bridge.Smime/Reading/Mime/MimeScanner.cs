using Bridge.Smime.Streams;

namespace Bridge.Smime.Reading.Mime;

/// <summary>A line that ends a part.</summary>
/// <param name="Level">Index of its multipart, 0 outermost.</param>
/// <param name="Close">Whether it closes that multipart.</param>
/// <param name="Length">Octets with the line end before it and its own.</param>
internal sealed record MimeDelimiter(int Level, bool Close, int Length);

/// <summary>
/// Scans raw MIME for the boundaries of all multiparts that are open (RFC 2046 section 5.1), in one buffer and one pass.
/// Every byte taken goes to the hashers that listen and to the output, exactly as received.
/// </summary>
internal sealed class MimeScanner(Stream input)
{
    /// <summary>Longest line that can be a delimiter; RFC 2046 allows 70 characters.</summary>
    public const int LongestBoundary = 1000;

    private readonly BufferedSource _source = new(input);
    private readonly List<byte[]> _boundaries = [];
    private readonly List<ContentHasher> _listeners = [];

    // What every delimiter begins with: the line feed before it, and what all open boundaries have in common.
    private byte[] _beginning = [];
    private bool _atLineStart = true;
    private int _known;

    /// <summary>Where bytes go as they are taken; null while they are not shown.</summary>
    public Stream? Output { get; set; }

    /// <summary>Set when the scanner stands at a delimiter; null inside content and at the end of the input.</summary>
    public MimeDelimiter? Delimiter { get; private set; }

    public int Depth => _boundaries.Count;

    public void Listen(ContentHasher hasher) => _listeners.Add(hasher);

    public void Unlisten(ContentHasher hasher) => _listeners.Remove(hasher);

    /// <summary>Opens a multipart and returns its level.</summary>
    public int Push(string boundary)
    {
        _known = 0;
        _boundaries.Add(System.Text.Encoding.Latin1.GetBytes("--" + boundary));
        FindBeginning();
        return _boundaries.Count - 1;
    }

    /// <summary>Closes the multipart of that level and those inside it.</summary>
    public void Pop(int level)
    {
        _known = 0;
        _boundaries.RemoveRange(level, _boundaries.Count - level);
        FindBeginning();
        Delimiter = Delimiter?.Level >= level ? null : Delimiter;
    }

    /// <summary>How many bytes of content are at hand before the next delimiter; 0 at a delimiter and at the end.</summary>
    public int Available()
    {
        if (Delimiter is not null || _known > 0)
        {
            return _known;
        }

        return _known = Find();
    }

    private void FindBeginning()
    {
        if (_boundaries.Count > 0)
        {
            int common = _boundaries.Min(b => b.AsSpan().CommonPrefixLength(_boundaries[0]));
            _beginning = [(byte)'\n', .. _boundaries[0].AsSpan(0, common)];
        }
    }

    private int Find()
    {
        while (true)
        {
            if (_source.Window.IsEmpty && !_source.Fill())
            {
                return 0;
            }

            if (_boundaries.Count == 0)
            {
                return _source.Window.Length;
            }

            if (Scan() is { } count)
            {
                return count;
            }

            _source.Fill();
        }
    }

    public ReadOnlySpan<byte> Peek(int count) => _source.Window[..count];

    /// <summary>Takes bytes of content, at most as many as <see cref="Available"/> said.</summary>
    public void Take(int count)
    {
        ReadOnlySpan<byte> bytes = _source.Window[..count];
        foreach (ContentHasher hasher in _listeners)
        {
            hasher.Append(bytes);
        }

        Output?.Write(bytes);
        _atLineStart = bytes[^1] == (byte)'\n';
        _known = Math.Max(0, _known - count);
        _source.Take(count);
    }

    /// <summary>Takes the delimiter, and with it the line end that belongs to it.</summary>
    public MimeDelimiter TakeDelimiter()
    {
        MimeDelimiter delimiter = Delimiter ?? throw new InvalidOperationException("Not at a delimiter.");
        Delimiter = null;
        if (delimiter.Length > 0)
        {
            Take(delimiter.Length);
        }

        _atLineStart = true;
        return delimiter;
    }

    /// <summary>Takes everything up to the next delimiter or the end.</summary>
    public void Drain()
    {
        int count;
        while ((count = Available()) > 0)
        {
            Take(count);
        }
    }

    /// <summary>The content up to the next delimiter as a stream.</summary>
    public Stream OpenBody() => new Body(this);

    /// <summary>Whether what comes next reads as a header field or the empty line that ends a header.</summary>
    public bool LooksLikeHeader()
    {
        int count = Available();
        int seen = 0;
        while (count > 0 && Peek(count)[seen..].IndexOf((byte)'\n') < 0 && _source.Fill())
        {
            _known = 0;
            seen = count;
            count = Available();
        }

        ReadOnlySpan<byte> line = Peek(count);
        if (line.IsEmpty || line[0] is (byte)'\r' or (byte)'\n' || line.StartsWith("From "u8))
        {
            return true;
        }

        int end = line.IndexOf((byte)'\n');
        line = end < 0 ? line : line[..end];
        int colon = line.IndexOf((byte)':');
        return colon > 0 && line[..colon].TrimEnd((byte)' ').IndexOfAnyExceptInRange((byte)33, (byte)126) < 0;
    }

    // Null: more input is needed to tell.
    private int? Scan()
    {
        ReadOnlySpan<byte> window = _source.Window;
        if (_atLineStart && window[0] == (byte)'-')
        {
            bool? match = Match(window, 0, 0);
            if (match is null)
            {
                return null;
            }

            if (match == true)
            {
                return 0;
            }
        }

        int from = 0;
        while (true)
        {
            int found = window[from..].IndexOf(_beginning);
            if (found < 0)
            {
                int safe = _source.InputEnded ? window.Length : SafeLength(window, from);
                return safe == 0 && !_source.InputEnded && window.Length < BufferedSource.Size ? null : Math.Max(safe, 1);
            }

            int lineEnd = from + found;
            int contentEnd = lineEnd > 0 && window[lineEnd - 1] == (byte)'\r' ? lineEnd - 1 : lineEnd;
            bool? match = Match(window, lineEnd + 1, contentEnd);
            if (match is null)
            {
                return contentEnd > 0 ? contentEnd : null;
            }

            if (match == true)
            {
                if (contentEnd > 0)
                {
                    Delimiter = null;
                }

                return contentEnd;
            }

            from = lineEnd + 1;
        }
    }

    // A delimiter's line end comes before it: what may be its beginning is held back.
    private int SafeLength(ReadOnlySpan<byte> window, int from)
    {
        int newline = window[from..].LastIndexOf((byte)'\n');
        if (newline >= 0 && _beginning.AsSpan().StartsWith(window[(from + newline)..]))
        {
            newline += from;
            return newline > 0 && window[newline - 1] == (byte)'\r' ? newline - 1 : newline;
        }

        return window[^1] == (byte)'\r' ? window.Length - 1 : window.Length;
    }

    private bool? Match(ReadOnlySpan<byte> window, int line, int contentEnd)
    {
        ReadOnlySpan<byte> rest = window[line..];
        int newline = rest.IndexOf((byte)'\n');
        if (newline < 0 && !_source.InputEnded && rest.Length < LongestBoundary)
        {
            return null;
        }

        ReadOnlySpan<byte> text = (newline < 0 ? rest : rest[..newline]).TrimEnd(" \t\r"u8);
        for (int level = _boundaries.Count - 1; level >= 0; level--)
        {
            ReadOnlySpan<byte> boundary = _boundaries[level];
            bool close = text.Length == boundary.Length + 2 && text.EndsWith("--"u8);
            if ((close || text.Length == boundary.Length) && text.StartsWith(boundary))
            {
                if (contentEnd == 0 || line == 0)
                {
                    Delimiter = new MimeDelimiter(level, close, line + (newline < 0 ? rest.Length : newline + 1));
                }

                return true;
            }
        }

        return false;
    }

    private sealed class Body(MimeScanner scanner) : ForwardStream
    {
        public override int Read(Span<byte> buffer)
        {
            int count = buffer.IsEmpty ? 0 : Math.Min(scanner.Available(), buffer.Length);
            if (count > 0)
            {
                scanner.Peek(count).CopyTo(buffer);
                scanner.Take(count);
            }

            return count;
        }
    }
}
