using System.Buffers;
using System.Text;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;

namespace Bridge.Smime.Sending.Mime;

/// <summary>
/// Reads an outgoing message forward once: headers field by field, bodies in windows of whole lines that never run over
/// a boundary. Holds one buffer, whatever the message's size.
/// </summary>
internal sealed class MimeReader(Stream input, Limits limits, CancellationToken cancellationToken) : IDisposable
{
    private const int BufferBytes = 128 * 1024;
    private const int HeaderBytes = 1 << 20;
    private const int BoundaryLook = 1024;
    private byte[]? _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _start;
    private int _end;
    private long _total;
    private bool _ended;
    private bool _atLineStart = true;

    public BoundaryStack Boundaries { get; } = new();

    /// <summary>Depth of the boundary that the reader stands at, see <see cref="BoundaryStack.Match"/>; 0 when at none.</summary>
    public int BoundaryDepth { get; private set; }

    /// <summary>Whether that boundary closes its multipart.</summary>
    public bool BoundaryCloses { get; private set; }

    private ReadOnlySpan<byte> Available => _buffer.AsSpan(_start, _end - _start);

    /// <summary>
    /// A piece of the body: whole lines, or a part of a line that is longer than the buffer. Empty at a boundary and at the
    /// end. Valid until the next call.
    /// </summary>
    public ReadOnlySpan<byte> ReadWindow()
    {
        (BoundaryDepth, BoundaryCloses) = (0, false);
        while (Available.Length < BoundaryLook && Fill())
        {
        }

        ReadOnlySpan<byte> available = Available;
        if (available.IsEmpty || StandsAtBoundary())
        {
            return [];
        }

        int length = WindowLength(Available);
        return Take(length);
    }

    /// <summary>The line of the boundary that <see cref="ReadWindow"/> stopped at.</summary>
    public ReadOnlySpan<byte> ReadBoundaryLine() => ReadLine();

    /// <summary>The fields up to the empty line, which is taken too, or up to a boundary or the end.</summary>
    /// <exception cref="RefusalException"><c>message-unreadable</c>: a header that is too long.</exception>
    public List<HeaderField> ReadHeader()
    {
        List<HeaderField> fields = [];
        List<byte> field = [];
        int total = 0;
        (BoundaryDepth, BoundaryCloses) = (0, false);
        while (true)
        {
            while (Available.Length < BoundaryLook && Fill())
            {
            }

            if (Available.IsEmpty || StandsAtBoundary())
            {
                break;
            }

            ReadOnlySpan<byte> line = ReadLine().TrimEnd("\r\n"u8);
            total += line.Length;
            if (total > HeaderBytes)
            {
                throw MessageRefusals.Unreadable("header-length");
            }

            if (line.IsEmpty)
            {
                break;
            }

            if (line[0] is not ((byte)' ' or (byte)'\t'))
            {
                AddField(fields, field);
            }

            field.AddRange(line);
            field.AddRange("\r\n"u8);
        }

        AddField(fields, field);
        return fields;
    }

    public void Dispose()
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static void AddField(List<HeaderField> fields, List<byte> field)
    {
        if (field.Count > 0)
        {
            byte[] raw = [.. field];
            int colon = raw.IndexOf((byte)':');
            string name = colon > 0 ? Encoding.Latin1.GetString(raw.AsSpan(0, colon)).TrimEnd() : "";
            bool valid = name.Length > 0 && name.All(c => c is > ' ' and < (char)127);
            fields.Add(new HeaderField(valid ? name : "", raw));
            field.Clear();
        }
    }

    private bool StandsAtBoundary()
    {
        if (!_atLineStart || Boundaries.Depth == 0 || !Available.StartsWith("--"u8))
        {
            return false;
        }

        while (Available.IndexOf((byte)'\n') < 0 && Available.Length < BufferBytes && Fill())
        {
        }

        int end = Available.IndexOf((byte)'\n');
        BoundaryDepth = Boundaries.Match(end < 0 ? Available : Available[..(end + 1)], out bool closing);
        BoundaryCloses = closing;
        return BoundaryDepth > 0;
    }

    private int WindowLength(ReadOnlySpan<byte> available)
    {
        int next = Boundaries.Depth > 0 ? available.IndexOf("\n--"u8) : -1;
        if (next >= 0)
        {
            return next + 1;
        }

        if (_ended)
        {
            // The last window may end in the middle of a line, but not just before a line that is a boundary.
            return available.Length;
        }

        int lastLine = available.LastIndexOf((byte)'\n');
        return lastLine >= 0 ? lastLine + 1
            : available[^1] == '\r' ? available.Length - 1
            : available.Length;
    }

    private ReadOnlySpan<byte> ReadLine()
    {
        int end;
        while ((end = Available.IndexOf((byte)'\n')) < 0 && Fill())
        {
        }

        if (end < 0 && !_ended)
        {
            throw MessageRefusals.Unreadable("line-length");
        }

        return Take(end < 0 ? Available.Length : end + 1);
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        ReadOnlySpan<byte> taken = Available[..length];
        _start += length;
        _atLineStart = length > 0 && taken[^1] == '\n';
        return taken;
    }

    // False when the stream has ended or the buffer is full.
    private bool Fill()
    {
        if (_ended || _buffer is null)
        {
            return false;
        }

        if (_start > 0)
        {
            Available.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == BufferBytes)
        {
            return false;
        }

        cancellationToken.ThrowIfCancellationRequested();
        int read = input.Read(_buffer, _end, BufferBytes - _end);
        _ended = read == 0;
        _end += read;
        _total += read;
        if (_total > limits.MessageBytes)
        {
            throw MessageRefusals.LimitExceeded("messageBytes");
        }

        return read > 0;
    }
}
