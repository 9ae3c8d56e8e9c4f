using System.Buffers;
using System.Buffers.Text;

namespace Bridge.Smime.Streams;

/// <summary>
/// Decodes base64 as mail carries it (RFC 2045 section 6.8): line ends and foreign characters are skipped, the padding
/// ends it.
/// </summary>
internal sealed class Base64Stream(Stream input) : ForwardStream
{
    private const int Block = 64 * 1024;

    private static readonly SearchValues<byte> s_alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8);

    private readonly byte[] _raw = new byte[Block];
    private readonly byte[] _compact = new byte[Block + 4];
    private readonly byte[] _decoded = new byte[Block];
    private int _carried;
    private int _start;
    private int _end;
    private bool _ended;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (_start == _end)
        {
            if (_ended)
            {
                return 0;
            }

            Decode();
        }

        int count = Math.Min(buffer.Length, _end - _start);
        _decoded.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    private void Decode()
    {
        (_start, _end) = (0, 0);
        int read = input.Read(_raw, 0, Block);
        int length = _carried + JoinLines(_raw.AsSpan(0, read), _compact.AsSpan(_carried));
        int whole = length & ~3;
        if (read > 0 && Base64.DecodeFromUtf8(_compact.AsSpan(0, whole), _decoded, out _, out _end, isFinalBlock: false) == OperationStatus.Done)
        {
            Carry(whole, length);
            return;
        }

        length = Filter(_compact.AsSpan(0, length));
        int padding = _compact.AsSpan(0, length).IndexOf((byte)'=');
        if (read == 0 || padding >= 0)
        {
            _ended = true;
            Finish(padding >= 0 ? padding : length);
            return;
        }

        whole = length & ~3;
        Base64.DecodeFromUtf8(_compact.AsSpan(0, whole), _decoded, out _, out _end, isFinalBlock: false);
        Carry(whole, length);
    }

    private void Carry(int from, int to)
    {
        _carried = to - from;
        _compact.AsSpan(from, _carried).CopyTo(_compact);
    }

    private void Finish(int length)
    {
        int odd = length & 3;
        if (odd == 1)
        {
            length--;
        }

        while ((length & 3) != 0)
        {
            _compact[length++] = (byte)'=';
        }

        // Unused low bits of the last character do not matter.
        if (odd is 2 or 3)
        {
            _compact[length - 4 + odd - 1] = Clean(_compact[length - 4 + odd - 1], odd == 2 ? 0x30 : 0x3c);
        }

        Base64.DecodeFromUtf8(_compact.AsSpan(0, length), _decoded, out _, out _end);
    }

    private static byte Clean(byte character, int mask)
    {
        ReadOnlySpan<byte> alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;
        return alphabet[alphabet.IndexOf(character) & mask];
    }

    // Takes the line ends out. Ordinary mail has lines of one length, so the next line end is where the last one tells;
    // what else is foreign is left for the decoder to stumble over.
    private static int JoinLines(ReadOnlySpan<byte> raw, Span<byte> output)
    {
        int length = 0;
        while (!raw.IsEmpty)
        {
            int lineFeed = raw.IndexOf((byte)'\n');
            int text = lineFeed < 0 ? raw.Length : lineFeed > 0 && raw[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
            int line = lineFeed < 0 ? raw.Length : lineFeed + 1;
            do
            {
                raw[..text].CopyTo(output[length..]);
                length += text;
                raw = raw[line..];
            }
            while (raw.Length >= line && raw[line - 1] == '\n' && (text == line - 1 || raw[text] == '\r'));
        }

        return length;
    }

    // Leaves only the alphabet and the padding, in place.
    private static int Filter(Span<byte> text)
    {
        int length = 0;
        ReadOnlySpan<byte> rest = text;
        while (!rest.IsEmpty)
        {
            int run = rest.IndexOfAnyExcept(s_alphabet);
            run = run < 0 ? rest.Length : run;
            rest[..run].CopyTo(text[length..]);
            length += run;
            rest = rest[Math.Min(run + 1, rest.Length)..];
        }

        return length;
    }
}
