namespace Bridge.Smime.Cms.Reading;

/// <summary>Identifier and length octets of one BER element (X.690 section 8.1).</summary>
/// <param name="Class">Class bits: 0 universal, 2 context.</param>
/// <param name="Constructed">Whether the content is elements.</param>
/// <param name="Number">Tag number.</param>
/// <param name="Length">Content length; -1 for the indefinite form.</param>
/// <param name="Size">Octets of the header itself.</param>
internal readonly record struct BerHeader(int Class, bool Constructed, int Number, long Length, int Size)
{
    public const int Integer = 2;
    public const int OctetString = 4;
    public const int ObjectIdentifier = 6;
    public const int Sequence = 16;
    public const int Set = 17;

    public bool Indefinite => Length < 0;

    public bool IsEndOfContents => Class == 0 && !Constructed && Number == 0 && Length == 0;

    public bool IsUniversal(int number) => Class == 0 && Number == number;

    public bool IsContext(int number) => Class == 2 && Number == number;

    /// <summary>Reads a header from the front of the bytes; null when they are too few.</summary>
    /// <exception cref="Errors.MalformedException">Code <c>ber-malformed</c>.</exception>
    public static BerHeader? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2)
        {
            return null;
        }

        int at = 1;
        int number = bytes[0] & 0x1f;
        if (number == 0x1f)
        {
            if (!LongTag(bytes, ref at, out number))
            {
                return null;
            }
        }

        return ParseLength(bytes, at, bytes[0], number);
    }

    private static bool LongTag(ReadOnlySpan<byte> bytes, ref int at, out int number)
    {
        number = 0;
        while (at < bytes.Length)
        {
            byte octet = bytes[at++];
            number = (number << 7) | (octet & 0x7f);
            if ((octet & 0x80) == 0)
            {
                return true;
            }

            if (at > 4)
            {
                throw Malformed("A tag number is too large.");
            }
        }

        return false;
    }

    private static BerHeader? ParseLength(ReadOnlySpan<byte> bytes, int at, byte identifier, int number)
    {
        if (at >= bytes.Length)
        {
            return null;
        }

        bool constructed = (identifier & 0x20) != 0;
        byte first = bytes[at++];
        if (first < 0x80)
        {
            return new BerHeader(identifier >> 6, constructed, number, first, at);
        }

        if (first == 0x80)
        {
            return constructed ? new BerHeader(identifier >> 6, true, number, -1, at) : throw Malformed("A primitive element has no length.");
        }

        int octets = first & 0x7f;
        if (octets > 8)
        {
            throw Malformed("A length has too many octets.");
        }

        if (bytes.Length < at + octets)
        {
            return null;
        }

        ulong length = 0;
        foreach (byte octet in bytes.Slice(at, octets))
        {
            length = (length << 8) | octet;
        }

        return length <= long.MaxValue
            ? new BerHeader(identifier >> 6, constructed, number, (long)length, at + octets)
            : throw Malformed("A length is too large.");
    }

    private static Errors.MalformedException Malformed(string message) => new("ber-malformed", message);
}
