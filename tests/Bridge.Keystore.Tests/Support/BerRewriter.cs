using System.Formats.Asn1;

namespace Bridge.Keystore.Tests.Support;

/// <summary>The same values as DER, written as Netscape did: indefinite lengths, octet strings in pieces.</summary>
internal static class BerRewriter
{
    internal static byte[] Rewrite(ReadOnlyMemory<byte> der)
    {
        List<byte> output = [];
        Write(der, output);
        return [.. output];
    }

    private static void Write(ReadOnlyMemory<byte> values, List<byte> output)
    {
        for (ReadOnlyMemory<byte> rest = values; !rest.IsEmpty;)
        {
            Asn1Tag tag = AsnDecoder.ReadEncodedValue(rest.Span, AsnEncodingRules.BER, out int offset, out int length, out int consumed);
            ReadOnlyMemory<byte> content = rest.Slice(offset, length);
            if (tag.IsConstructed)
            {
                Constructed(rest.Span[0], output, () => Write(content, output));
            }
            else if (length > 40 && (tag == Asn1Tag.PrimitiveOctetString || tag.TagClass == TagClass.ContextSpecific))
            {
                Constructed((byte)(rest.Span[0] | 0x20), output, () => Pieces(content, output));
            }
            else
            {
                output.AddRange(rest[..consumed].Span);
            }

            rest = rest[consumed..];
        }
    }

    private static void Constructed(byte tag, List<byte> output, Action content)
    {
        output.Add(tag);
        output.Add(0x80);
        content();
        output.Add(0);
        output.Add(0);
    }

    private static void Pieces(ReadOnlyMemory<byte> content, List<byte> output)
    {
        for (int at = 0; at < content.Length; at += 100)
        {
            ReadOnlyMemory<byte> piece = content.Slice(at, Math.Min(100, content.Length - at));
            output.Add(0x04);
            output.Add((byte)piece.Length);
            output.AddRange(piece.Span);
        }
    }
}
