using System.Formats.Asn1;

namespace Bridge.Fuzz.Seeds;

/// <summary>Takes structures apart: every constructed element of some size, each kind of beginning once.</summary>
internal static class AsnParts
{
    public static IEnumerable<byte[]> Of(IEnumerable<byte[]> whole)
    {
        HashSet<string> seen = [];
        foreach (byte[] bytes in whole)
        {
            foreach (ReadOnlyMemory<byte> part in Inside(bytes, 0))
            {
                if (part.Length is >= 12 and <= 1500 && seen.Add(Shape(part)))
                {
                    yield return part.ToArray();
                }
            }
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Inside(ReadOnlyMemory<byte> values, int depth)
    {
        for (ReadOnlyMemory<byte> rest = values; !rest.IsEmpty;)
        {
            Asn1Tag tag = AsnDecoder.ReadEncodedValue(rest.Span, AsnEncodingRules.BER, out int offset, out int length, out int consumed);
            if (tag.IsConstructed)
            {
                yield return rest[..consumed];
                foreach (ReadOnlyMemory<byte> inner in Inside(rest.Slice(offset, length), depth + 1))
                {
                    yield return inner;
                }
            }

            rest = rest[consumed..];
        }
    }

    // Tags of the first elements: two parts alike in these teach the same.
    private static string Shape(ReadOnlyMemory<byte> part)
    {
        AsnDecoder.ReadEncodedValue(part.Span, AsnEncodingRules.BER, out int offset, out int length, out _);
        string shape = $"{part.Span[0]:x2}";
        ReadOnlyMemory<byte> rest = part.Slice(offset, length);
        for (int i = 0; i < 4 && !rest.IsEmpty; i++)
        {
            AsnDecoder.ReadEncodedValue(rest.Span, AsnEncodingRules.BER, out _, out _, out int consumed);
            shape += $"{rest.Span[0]:x2}";
            rest = rest[consumed..];
        }

        return shape;
    }
}
