using System.Formats.Asn1;
using Bridge.Smime.Errors;

namespace Bridge.Smime.Cms;

/// <summary>
/// An AlgorithmIdentifier (RFC 5280 section 4.1.1.2) as received. The exact bytes are kept, because key derivation
/// (RFC 5753 section 7.2) and CMSAlgorithmProtection (RFC 6211) take them as they stand in the message.
/// </summary>
/// <param name="Oid">Dotted object identifier.</param>
/// <param name="Parameters">The encoded parameters element; empty when the field is absent.</param>
public sealed record AlgorithmId(string Oid, ReadOnlyMemory<byte> Parameters)
{
    private static readonly byte[] s_null = [0x05, 0x00];

    private ReadOnlyMemory<byte> _encoded;

    // A copy is made to change something, so it does not keep the original's bytes.
    private AlgorithmId(AlgorithmId original)
    {
        Oid = original.Oid;
        Parameters = original.Parameters;
    }

    /// <summary>An identifier without parameters.</summary>
    public AlgorithmId(string oid)
        : this(oid, ReadOnlyMemory<byte>.Empty)
    {
    }

    /// <summary>The bytes as received, or DER when this identifier was made here.</summary>
    public ReadOnlyMemory<byte> Encoded
    {
        get
        {
            if (_encoded.IsEmpty)
            {
                _encoded = Encode();
            }

            return _encoded;
        }
    }

    /// <summary>Whether the parameters are absent or an ASN.1 NULL: the two are written interchangeably for digests and RSA.</summary>
    public bool HasNoParameters => Parameters.IsEmpty || IsNull;

    public bool IsNull => Parameters.Span.SequenceEqual(s_null);

    public static AlgorithmId WithNull(string oid) => new(oid, s_null);

    /// <exception cref="MalformedException">Code <c>algorithm-malformed</c>.</exception>
    public static AlgorithmId Read(AsnReader reader) => Read(reader, null);

    /// <summary>Reads an identifier that carries an implicit tag.</summary>
    /// <exception cref="MalformedException">Code <c>algorithm-malformed</c>.</exception>
    public static AlgorithmId Read(AsnReader reader, Asn1Tag? tag)
    {
        try
        {
            ReadOnlyMemory<byte> encoded = reader.PeekEncodedValue();
            AsnReader sequence = reader.ReadSequence(tag);
            string oid = sequence.ReadObjectIdentifier();
            ReadOnlyMemory<byte> parameters = sequence.HasData ? sequence.ReadEncodedValue() : ReadOnlyMemory<byte>.Empty;
            sequence.ThrowIfNotEmpty();
            return new AlgorithmId(oid, parameters) { _encoded = tag is null ? encoded : ReadOnlyMemory<byte>.Empty };
        }
        catch (AsnContentException e)
        {
            throw new MalformedException("algorithm-malformed", "An AlgorithmIdentifier is malformed.", e);
        }
    }

    /// <summary>Reads one identifier from bytes that hold nothing else.</summary>
    /// <exception cref="MalformedException">Code <c>algorithm-malformed</c>.</exception>
    public static AlgorithmId Decode(ReadOnlyMemory<byte> encoded)
    {
        AsnReader reader = new(encoded, AsnEncodingRules.BER);
        AlgorithmId id = Read(reader);
        return reader.HasData ? throw new MalformedException("algorithm-malformed", "Bytes follow an AlgorithmIdentifier.") : id;
    }

    public void Write(AsnWriter writer) => writer.WriteEncodedValue(Encoded.Span);

    public bool Equals(AlgorithmId? other) =>
        other is not null && Oid == other.Oid && Parameters.Span.SequenceEqual(other.Parameters.Span);

    public override int GetHashCode() => HashCode.Combine(Oid, Parameters.Length);

    private byte[] Encode()
    {
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oid);
            if (!Parameters.IsEmpty)
            {
                writer.WriteEncodedValue(Parameters.Span);
            }
        }

        return writer.Encode();
    }
}
