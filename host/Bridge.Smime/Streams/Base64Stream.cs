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
        int length = _carried + Compact(_raw.AsSpan(0, read), _compact.AsSpan(_carried));
        int padding = _compact.AsSpan(0, length).IndexOf((byte)'=');
        if (read == 0 || padding >= 0)
        {
            _ended = true;
            Finish(padding >= 0 ? padding : length);
            return;
        }

        int whole = length & ~3;
        Base64.DecodeFromUtf8(_compact.AsSpan(0, whole), _decoded, out _, out _end, isFinalBlock: false);
        _carried = length - whole;
        _compact.AsSpan(whole, _carried).CopyTo(_compact);
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

    // Copies runs of the alphabet; in ordinary mail a run is a line.
    private static int Compact(ReadOnlySpan<byte> raw, Span<byte> output)
    {
        int length = 0;
        while (!raw.IsEmpty)
        {
            int run = raw.IndexOfAnyExcept(s_alphabet);
            if (run < 0)
            {
                run = raw.Length;
            }

            raw[..run].CopyTo(output[length..]);
            length += run;
            raw = raw[Math.Min(run + 1, raw.Length)..];
        }

        return length;
    }
}
