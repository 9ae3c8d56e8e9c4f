using System.Formats.Asn1;

namespace Bridge.Smime.Cms.Writing;

/// <summary>Hand-framed BER (X.690 section 8.1.3): what a streaming writer needs beside <see cref="AsnWriter"/>.</summary>
internal static class BerFraming
{
    public const byte Sequence = 0x30;
    public const byte Set = 0x31;
    public const byte OctetString = 0x04;
    public const byte ConstructedOctetString = 0x24;
    public const byte Context0 = 0xA0;

    /// <summary>An element of indefinite length; ended by <see cref="Close"/>.</summary>
    public static void Open(ByteSink sink, byte tag) => sink.Write([tag, 0x80]);

    /// <summary>End-of-contents octets of that many elements.</summary>
    public static void Close(ByteSink sink, int elements)
    {
        for (int i = 0; i < elements; i++)
        {
            sink.Write([0, 0]);
        }
    }

    /// <summary>Tag and definite length; the content follows.</summary>
    public static void Header(ByteSink sink, byte tag, int length)
    {
        Span<byte> header = stackalloc byte[6];
        header[0] = tag;
        sink.Write(header[..(1 + Length(length, header[1..]))]);
    }

    public static void Oid(ByteSink sink, string oid)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(oid);
        sink.Write(writer.Encode());
    }

    /// <summary>An INTEGER of 0 to 127.</summary>
    public static void SmallInteger(ByteSink sink, int value) => sink.Write([0x02, 0x01, checked((byte)value)]);

    private static int Length(int length, Span<byte> output)
    {
        if (length < 0x80)
        {
            output[0] = (byte)length;
            return 1;
        }

        int bytes = length <= 0xFF ? 1 : length <= 0xFFFF ? 2 : length <= 0xFFFFFF ? 3 : 4;
        output[0] = (byte)(0x80 | bytes);
        for (int i = 0; i < bytes; i++)
        {
            output[1 + i] = (byte)(length >> (8 * (bytes - 1 - i)));
        }

        return 1 + bytes;
    }
}
