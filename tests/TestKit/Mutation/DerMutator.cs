using System.Formats.Asn1;
using System.Text;

namespace Bridge.TestKit.Mutation;

/// <summary>Mutates the structure of a CMS object, bare or in the base64 of a message: its tags, lengths and elements.</summary>
public sealed class DerMutator(int seed)
{
    private readonly Random _random = new(seed);

    private readonly record struct Element(int Start, int Content, int End, bool Constructed);

    /// <summary>A bare object is changed itself; of a message, one run of base64 lines.</summary>
    public List<byte> Mutate(List<byte> message)
    {
        if (message[0] == 0x30)
        {
            return Change(message);
        }

        List<string> lines = [.. Encoding.Latin1.GetString([.. message]).Split('\n')];
        List<(int First, int Count)> runs = Runs(lines);
        if (runs.Count == 0)
        {
            return message;
        }

        (int first, int count) = runs[_random.Next(runs.Count)];
        byte[] decoded = new byte[count * 100];
        if (!Convert.TryFromBase64String(string.Concat(lines.Skip(first).Take(count)).Replace("\r", "", StringComparison.Ordinal), decoded, out int length) || length < 2)
        {
            return message;
        }

        string changed = Convert.ToBase64String([.. Change([.. decoded[..length]])]);
        lines.RemoveRange(first, count);
        lines.InsertRange(first, changed.Chunk(64).Select(c => new string(c) + "\r"));
        return [.. Encoding.Latin1.GetBytes(string.Join('\n', lines))];
    }

    private static List<(int First, int Count)> Runs(List<string> lines)
    {
        List<(int, int)> runs = [];
        for (int i = 0; i < lines.Count; i++)
        {
            int start = i;
            while (i < lines.Count && IsBase64(lines[i].TrimEnd('\r')))
            {
                i++;
            }

            if (i > start)
            {
                runs.Add((start, i - start));
            }
        }

        return runs;
    }

    private static bool IsBase64(string line) =>
        line.Length is > 3 and < 100 && line.Length % 4 == 0 && line.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=');

    private List<byte> Change(List<byte> der)
    {
        List<Element> elements = [];
        Walk([.. der], 0, der.Count, 0, elements);
        if (elements.Count == 0)
        {
            der[_random.Next(der.Count)] ^= 0x55;
            return der;
        }

        Element one = elements[_random.Next(elements.Count)];
        Element other = elements[_random.Next(elements.Count)];
        switch (_random.Next(8))
        {
            case 0:
                der[one.Start] = (byte)_random.Next(256);
                return der;
            case 1:
                der[one.Start + 1] = (byte)(der[one.Start + 1] + _random.Next(-3, 4));
                return der;
            case 2:
                der[_random.Next(one.Start + 1, one.Content)] = (byte)_random.Next(256);
                return der;
            case 3 when one.End > one.Content:
                der[_random.Next(one.Content, one.End)] ^= (byte)(1 << _random.Next(8));
                return der;
            case 4:
                return Replace(der, elements, one, []);
            case 5:
                return Replace(der, elements, one, [.. der[one.Start..one.End], .. der[one.Start..one.End]]);
            case 6:
                return Replace(der, elements, one, der[other.Start..other.End]);
            default:
                return Replace(der, elements, one, [0x31, .. der[(one.Start + 1)..one.End]]);
        }
    }

    // Lengths of what stands around are put right, so that the change is met where it was made.
    private static List<byte> Replace(List<byte> der, List<Element> elements, Element one, List<byte> with)
    {
        int start = one.Start;
        int end = one.End;
        List<byte> piece = with;
        foreach (Element around in elements.Where(e => e.Start < one.Start && e.End >= one.End).OrderByDescending(e => e.Start))
        {
            List<byte> content = [.. der[around.Content..start], .. piece, .. der[end..around.End]];
            AsnWriter writer = new(AsnEncodingRules.BER);
            writer.WriteOctetString([.. content]);
            piece = [.. writer.Encode()];
            piece[0] = der[around.Start];
            (start, end) = (around.Start, around.End);
        }

        return [.. der[..start], .. piece, .. der[end..]];
    }

    // As far as it can be read: what was mutated before may be broken from here on.
    private static void Walk(byte[] der, int start, int end, int depth, List<Element> elements)
    {
        while (start < end && depth < 24 && elements.Count < 4000)
        {
            Element element;
            try
            {
                Asn1Tag tag = AsnDecoder.ReadEncodedValue(der.AsSpan(start, end - start), AsnEncodingRules.BER, out int offset, out int length, out int consumed);
                element = new Element(start, start + offset, start + offset + length, tag.IsConstructed);
                start += consumed;
            }
            catch (AsnContentException)
            {
                return;
            }

            elements.Add(element);
            if (element.Constructed)
            {
                Walk(der, element.Content, element.End, depth + 1, elements);
            }
        }
    }
}
