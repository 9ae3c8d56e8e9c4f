using System.Buffers.Binary;

namespace Bridge.Protocol.Framing;

/// <summary>The length prefix of native messaging: 32 bits in the machine's own byte order.</summary>
internal static class Frame
{
    public const int PrefixBytes = sizeof(uint);

    public static uint ReadLength(ReadOnlySpan<byte> prefix) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(prefix) : BinaryPrimitives.ReadUInt32BigEndian(prefix);

    public static void WriteLength(Span<byte> prefix, uint length)
    {
        if (BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(prefix, length);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(prefix, length);
        }
    }
}
