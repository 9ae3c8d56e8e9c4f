using System.Formats.Asn1;

namespace Bridge.Fuzz.Seeds;

/// <summary>The same values with indefinite lengths.</summary>
internal static class IndefiniteLengths
{
    public static byte[] Rewrite(ReadOnlyMemory<byte> der)
    {
        List<byte> output = [];
        for (ReadOnlyMemory<byte> rest = der; !rest.IsEmpty;)
        {
            Asn1Tag tag = AsnDecoder.ReadEncodedValue(rest.Span, AsnEncodingRules.BER, out int offset, out int length, out int consumed);
            if (tag.IsConstructed)
            {
                output.AddRange([rest.Span[0], 0x80, .. Rewrite(rest.Slice(offset, length)), 0, 0]);
            }
            else
            {
                output.AddRange(rest[..consumed].Span);
            }

            rest = rest[consumed..];
        }

        return [.. output];
    }
}
