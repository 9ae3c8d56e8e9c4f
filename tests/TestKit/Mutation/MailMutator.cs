using System.Text;

namespace Bridge.TestKit.Mutation;

/// <summary>
/// Damages and forges messages by chance, the same for the same seed: bits, lengths, lines, boundaries, headers, pieces
/// of other messages, and the structure inside base64.
/// </summary>
/// <param name="seed">Decides everything.</param>
/// <param name="donors">Messages to take pieces from.</param>
public sealed class MailMutator(int seed, IReadOnlyList<byte[]> donors)
{
    private static readonly string[] s_lies =
    [
        "From: Mallory <mallory@example.net>", "Sender: mallory@example.net", "Content-Type: text/html", "Content-Transfer-Encoding: base64",
        "Content-Transfer-Encoding: 7bit", "Content-Type: multipart/mixed; boundary=x", "Content-Type: application/pkcs7-mime; smime-type=certs-only",
        "Content-Disposition: attachment; filename=smime.p7m", "Content-Type: text/plain; hp=\"cipher\"", "Subject: forged", "",
    ];

    private readonly Random _random = new(seed);
    private readonly DerMutator _structure = new(seed);

    /// <summary>The message after one to three mutations.</summary>
    public byte[] Mutate(byte[] message)
    {
        List<byte> bytes = [.. message];
        for (int left = _random.Next(1, 4); left > 0 && bytes.Count > 0; left--)
        {
            bytes = Once(bytes);
        }

        return [.. bytes];
    }

    private List<byte> Once(List<byte> bytes)
    {
        int at = _random.Next(bytes.Count);
        int length = Math.Min(_random.Next(1, 60), bytes.Count - at);
        switch (_random.Next(12))
        {
            case 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)_random.Next(256);
                return bytes;
            case 2:
                bytes.RemoveRange(at, _random.Next(4) == 0 ? bytes.Count - at : length);
                return bytes;
            case 3:
                bytes.InsertRange(_random.Next(bytes.Count), bytes.GetRange(at, length));
                return bytes;
            case 4:
                return Splice(bytes, at, length);
            case 5 or 6 or 7:
                return _structure.Mutate(bytes);
            default:
                return Lines(bytes);
        }
    }

    private List<byte> Splice(List<byte> bytes, int at, int length)
    {
        byte[] donor = donors[_random.Next(donors.Count)];
        int from = _random.Next(donor.Length);
        byte[] piece = donor[from..Math.Min(donor.Length, from + _random.Next(1, 4000))];
        bytes.RemoveRange(at, _random.Next(2) == 0 ? length : Math.Min(piece.Length, bytes.Count - at));
        bytes.InsertRange(at, piece);
        return bytes;
    }

    private List<byte> Lines(List<byte> bytes)
    {
        List<string> lines = [.. Encoding.Latin1.GetString([.. bytes]).Split('\n')];
        List<string> boundaries = [.. lines.Where(l => l.StartsWith("--", StringComparison.Ordinal))];
        int at = _random.Next(lines.Count);
        switch (_random.Next(9))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(_random.Next(lines.Count), lines[at]);
                break;
            case 2:
                (lines[at], lines[0]) = (lines[0], lines[at]);
                break;
            case 3:
                lines[at] = lines[at].EndsWith('\r') ? lines[at][..^1] : lines[at] + "\r";
                break;
            case 4:
                lines.Insert(at, s_lies[_random.Next(s_lies.Length)] + "\r");
                break;
            case 5:
                Duplicate(lines);
                break;
            case 6 when boundaries.Count > 0:
                lines.Insert(at, boundaries[_random.Next(boundaries.Count)]);
                break;
            case 7 when boundaries.Count > 0:
                lines.InsertRange(at, [boundaries[_random.Next(boundaries.Count)], "Content-Type: text/html\r", "\r", "<h1>Pay Mallory</h1>\r"]);
                break;
            default:
                lines[at] += "--\r";
                break;
        }

        return [.. Encoding.Latin1.GetBytes(string.Join('\n', lines))];
    }

    // A header field once more, at the top or where it stands.
    private void Duplicate(List<string> lines)
    {
        List<int> fields = [.. Enumerable.Range(0, lines.Count).Where(i => lines[i].IndexOf(':') is > 0 and < 40)];
        if (fields.Count > 0)
        {
            int from = fields[_random.Next(fields.Count)];
            lines.Insert(_random.Next(2) == 0 ? 0 : from, lines[from]);
        }
    }
}
