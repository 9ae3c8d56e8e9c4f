using System.Formats.Asn1;
using Bridge.Smime.Errors;

namespace Bridge.Smime.Cms.Content;

/// <summary>The parameters of content-encryption algorithms, read strictly and written.</summary>
internal static class ContentParameters
{
    /// <summary>A bare OCTET STRING of that many bytes: CBC's IV (RFC 3565), ChaCha20-Poly1305's nonce (RFC 8103).</summary>
    /// <exception cref="MalformedException">Code <c>algorithm-malformed</c>.</exception>
    public static byte[] ReadOctets(AlgorithmId id, int length)
    {
        byte[] octets = Read(id, reader => reader.ReadOctetString());
        return octets.Length == length ? octets : throw Malformed();
    }

    /// <summary>GCMParameters and CCMParameters (RFC 5084 section 3): nonce and tag length in bytes, by default 12.</summary>
    /// <exception cref="MalformedException">Code <c>algorithm-malformed</c>.</exception>
    public static (byte[] Nonce, int TagBytes) ReadAead(AlgorithmId id) => Read(id, reader =>
    {
        AsnReader fields = reader.ReadSequence();
        byte[] nonce = fields.ReadOctetString();
        int tag = 12;
        if (fields.HasData && !fields.TryReadInt32(out tag))
        {
            throw Malformed();
        }

        fields.ThrowIfNotEmpty();
        return (nonce, tag);
    });

    /// <summary>RC2-CBC (RFC 2268 section 6): IV and effective key bits, from a version number that hides them.</summary>
    /// <exception cref="MalformedException">Code <c>algorithm-malformed</c>.</exception>
    /// <exception cref="UnsupportedAlgorithmException">A version number other than those of 40, 64, 128 and above 255 bits.</exception>
    public static (byte[] Iv, int EffectiveBits) ReadRc2(AlgorithmId id) => Read(id, reader =>
    {
        if (reader.PeekTag().HasSameClassAndValue(Asn1Tag.PrimitiveOctetString))
        {
            return (Iv(reader), 32);
        }

        AsnReader fields = reader.ReadSequence();
        int version = fields.TryReadInt32(out int read) ? read : throw Malformed();
        byte[] iv = Iv(fields);
        fields.ThrowIfNotEmpty();
        return (iv, version switch
        {
            160 => 40,
            120 => 64,
            58 => 128,
            >= 256 and <= 1024 => version,
            _ => throw new UnsupportedAlgorithmException("RC2-CBC", "This effective key length is not known."),
        });
    });

    /// <summary>A bare OCTET STRING.</summary>
    public static AlgorithmId Write(string oid, ReadOnlySpan<byte> octets)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteOctetString(octets);
        return new AlgorithmId(oid, writer.Encode());
    }

    /// <summary>GCMParameters.</summary>
    public static AlgorithmId WriteAead(string oid, ReadOnlySpan<byte> nonce, int tagBytes)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteOctetString(nonce);
            if (tagBytes != 12)
            {
                writer.WriteInteger(tagBytes);
            }
        }

        return new AlgorithmId(oid, writer.Encode());
    }

    internal static MalformedException Malformed(Exception? inner = null) =>
        new("algorithm-malformed", "The parameters of the content-encryption algorithm are malformed.", inner);

    private static byte[] Iv(AsnReader reader) => reader.ReadOctetString() is { Length: 8 } iv ? iv : throw Malformed();

    private static T Read<T>(AlgorithmId id, Func<AsnReader, T> read)
    {
        try
        {
            AsnReader reader = new(id.Parameters, AsnEncodingRules.BER);
            T value = read(reader);
            reader.ThrowIfNotEmpty();
            return value;
        }
        catch (AsnContentException e)
        {
            throw Malformed(e);
        }
    }
}
