using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Streams;

namespace Bridge.Smime.Cms.Reading;

/// <summary>
/// Pulls BER elements out of a stream: definite and indefinite lengths, constructed strings. Small elements come whole,
/// content comes as a stream; nothing is read twice and nothing large is held.
/// </summary>
internal sealed class BerReader(Stream input, Limits limits)
{
    private const int LongestHeader = 16;
    private const long Indefinite = -1;

    private readonly BufferedSource _source = new(input);
    private readonly Stack<long> _ends = new();

    /// <summary>Whether the element entered last has no more content.</summary>
    public bool AtEnd
    {
        get
        {
            if (_ends.Count == 0)
            {
                return !_source.Need(1);
            }

            return _ends.Peek() == Indefinite ? Peek().IsEndOfContents : _source.Taken >= _ends.Peek();
        }
    }

    /// <summary>Whether bytes other than white space follow the outermost element.</summary>
    public bool HasTrailingData
    {
        get
        {
            while (_source.Need(1))
            {
                if (_source.Window[0] is not ((byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t' or 0))
                {
                    return true;
                }

                _source.Take(1);
            }

            return false;
        }
    }

    /// <summary>The next element's header, not taken.</summary>
    /// <exception cref="MalformedException"><c>ber-truncated</c>, <c>ber-malformed</c>.</exception>
    public BerHeader Peek()
    {
        _source.Need(LongestHeader);
        BerHeader header = BerHeader.Parse(_source.Window) ?? throw Truncated();
        if (_ends.Count > 0 && _ends.Peek() != Indefinite && (header.Indefinite ? 0 : header.Length) > _ends.Peek() - _source.Taken - header.Size)
        {
            throw new MalformedException("ber-malformed", "An element is longer than the one around it.");
        }

        return header;
    }

    public bool NextIsContext(int number) => !AtEnd && Peek().IsContext(number);

    /// <summary>Goes into a constructed element.</summary>
    public void Enter(int @class, int number)
    {
        BerHeader header = Peek();
        if (header.Class != @class || header.Number != number || !header.Constructed)
        {
            throw new MalformedException("ber-malformed", $"Expected constructed tag {@class}/{number}, found {header.Class}/{header.Number}.");
        }

        Push(header);
    }

    public void EnterSequence() => Enter(0, BerHeader.Sequence);

    /// <summary>Goes out of the element entered last, past whatever of it has not been read.</summary>
    public void Leave()
    {
        while (!AtEnd)
        {
            SkipElement();
        }

        if (_ends.Pop() == Indefinite)
        {
            _source.Take(2);
        }
    }

    /// <summary>The next element whole, header included.</summary>
    /// <exception cref="MalformedException"><c>limit-element</c> when it is larger than the limit on elements that are not content.</exception>
    public byte[] ReadElement()
    {
        using MemoryStream copy = new();
        CopyElement(copy);
        return copy.ToArray();
    }

    public void SkipElement() => CopyElement(null);

    /// <summary>Content octets of an OCTET STRING, primitive or constructed, under its own or an implicit context tag.</summary>
    /// <param name="context">Number of the implicit context tag; null for the universal tag.</param>
    public Stream OpenOctets(int? context = null)
    {
        BerHeader header = Peek();
        if (context is { } number ? !header.IsContext(number) : !header.IsUniversal(BerHeader.OctetString))
        {
            throw new MalformedException("ber-malformed", "Expected an octet string.");
        }

        return new OctetStream(this, header);
    }

    private void Push(BerHeader header)
    {
        if (_ends.Count >= limits.BerDepth)
        {
            throw new MalformedException("limit-ber-depth", "The structure is nested too deeply.");
        }

        _source.Take(header.Size);
        _ends.Push(header.Indefinite ? Indefinite : _source.Taken + header.Length);
    }

    // Iterative: an indefinite element is copied until its own end-of-contents, counting those opened on the way.
    private void CopyElement(MemoryStream? copy)
    {
        long left = limits.BerElementBytes;
        int open = 0;
        do
        {
            BerHeader header = Peek();
            Copy(header.Size, copy, ref left);
            if (header.Indefinite)
            {
                if (++open > limits.BerDepth)
                {
                    throw new MalformedException("limit-ber-depth", "The structure is nested too deeply.");
                }
            }
            else if (header.IsEndOfContents && open > 0)
            {
                open--;
            }
            else
            {
                Copy(header.Length, copy, ref left);
            }
        }
        while (open > 0);
    }

    private void Copy(long count, MemoryStream? copy, ref long left)
    {
        left -= count;
        if (left < 0)
        {
            throw new MalformedException("limit-element", "An element is larger than the limit.");
        }

        while (count > 0)
        {
            if (!_source.Need(1))
            {
                throw Truncated();
            }

            int take = (int)Math.Min(count, _source.Window.Length);
            copy?.Write(_source.Window[..take]);
            _source.Take(take);
            count -= take;
        }
    }

    private static MalformedException Truncated() => new("ber-truncated", "The structure ends in the middle of an element.");

    /// <summary>Walks the segments of one octet string.</summary>
    private sealed class OctetStream : ForwardStream
    {
        private const int SmallRead = 1024;

        private readonly BerReader _reader;
        private readonly int _base;
        private long _left;
        private bool _done;

        public OctetStream(BerReader reader, BerHeader header)
        {
            _reader = reader;
            _base = reader._ends.Count;
            if (header.Constructed)
            {
                reader.Push(header);
            }
            else
            {
                reader._source.Take(header.Size);
                _left = header.Length;
                _done = _left == 0;
            }
        }

        // Segments may be a byte long: they are handed on together, so that what comes after works on blocks.
        public override int Read(Span<byte> buffer)
        {
            int total = 0;
            while (total < Math.Min(buffer.Length, SmallRead))
            {
                if (_left == 0 && (_done || !NextSegment()))
                {
                    break;
                }

                total += ReadSegment(buffer[total..]);
            }

            return total;
        }

        private int ReadSegment(Span<byte> buffer)
        {
            int read = _reader._source.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
            if (read == 0)
            {
                throw Truncated();
            }

            _left -= read;
            _done = _left == 0 && _reader._ends.Count == _base;
            return read;
        }

        private bool NextSegment()
        {
            while (_reader._ends.Count > _base)
            {
                if (_reader.AtEnd)
                {
                    _reader.Leave();
                    continue;
                }

                BerHeader header = _reader.Peek();
                if (!header.IsUniversal(BerHeader.OctetString))
                {
                    throw new MalformedException("ber-malformed", "A segment of an octet string is something else.");
                }

                if (header.Constructed)
                {
                    _reader.Push(header);
                    continue;
                }

                _reader._source.Take(header.Size);
                _left = header.Length;
                if (_left > 0)
                {
                    return true;
                }
            }

            _done = true;
            return false;
        }
    }
}
