using System.Formats.Asn1;
using Bridge.Smime.Trust.Names;

namespace Bridge.Smime.Trust.Validation;

/// <summary>The syntax of the extensions of RFC 5280 section 4.2. Every method throws AsnContentException or OverflowException on malformed input.</summary>
internal static class ExtensionReader
{
    public static (bool IsAuthority, int? PathLength) BasicConstraints(ReadOnlyMemory<byte> der)
    {
        AsnReader sequence = Sequence(der);
        bool authority = sequence.HasData && sequence.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && sequence.ReadBoolean();
        int? length = sequence.HasData ? NonNegative(sequence, null) : null;
        sequence.ThrowIfNotEmpty();
        return (authority, length);
    }

    /// <summary>Bits in the order of BouncyCastle's KeyUsage constants: digitalSignature is 0x80, decipherOnly 0x8000.</summary>
    public static int KeyUsage(ReadOnlyMemory<byte> der)
    {
        byte[] bits = new AsnReader(der, AsnEncodingRules.BER).ReadBitString(out _);
        return (bits.Length > 0 ? bits[0] : 0) | (bits.Length > 1 ? bits[1] << 8 : 0);
    }

    public static List<string> Oids(ReadOnlyMemory<byte> der)
    {
        AsnReader sequence = Sequence(der);
        List<string> found = [];
        while (sequence.HasData)
        {
            found.Add(sequence.ReadObjectIdentifier());
        }

        return found;
    }

    public static List<string> Policies(ReadOnlyMemory<byte> der)
    {
        AsnReader sequence = Sequence(der);
        List<string> found = [];
        while (sequence.HasData)
        {
            found.Add(sequence.ReadSequence().ReadObjectIdentifier());
        }

        return found;
    }

    public static ILookup<string, string> Mappings(ReadOnlyMemory<byte> der)
    {
        AsnReader sequence = Sequence(der);
        List<(string Issuer, string Subject)> found = [];
        while (sequence.HasData)
        {
            AsnReader pair = sequence.ReadSequence();
            found.Add((pair.ReadObjectIdentifier(), pair.ReadObjectIdentifier()));
        }

        return found.ToLookup(m => m.Issuer, m => m.Subject);
    }

    public static (int? RequireExplicit, int? InhibitMapping) PolicyConstraints(ReadOnlyMemory<byte> der)
    {
        AsnReader sequence = Sequence(der);
        return (OptionalCount(sequence, 0), OptionalCount(sequence, 1));
    }

    public static int Count(ReadOnlyMemory<byte> der) => NonNegative(new AsnReader(der, AsnEncodingRules.BER), null);

    public static List<GeneralName> Names(ReadOnlyMemory<byte> der) => GeneralName.ReadAll(Sequence(der));

    public static ReadOnlyMemory<byte>? AuthorityKeyIdentifier(ReadOnlyMemory<byte> der)
    {
        AsnReader sequence = Sequence(der);
        Asn1Tag tag = new(TagClass.ContextSpecific, 0);
        return sequence.HasData && sequence.PeekTag().HasSameClassAndValue(tag) ? sequence.ReadOctetString(tag) : (ReadOnlyMemory<byte>?)null;
    }

    public static List<(string Method, GeneralName Location)> Access(ReadOnlyMemory<byte> der)
    {
        AsnReader sequence = Sequence(der);
        List<(string, GeneralName)> found = [];
        while (sequence.HasData)
        {
            AsnReader description = sequence.ReadSequence();
            found.Add((description.ReadObjectIdentifier(), GeneralName.Read(description)));
        }

        return found;
    }

    private static AsnReader Sequence(ReadOnlyMemory<byte> der) => new AsnReader(der, AsnEncodingRules.BER).ReadSequence();

    private static int? OptionalCount(AsnReader sequence, int number)
    {
        Asn1Tag tag = new(TagClass.ContextSpecific, number);
        return sequence.HasData && sequence.PeekTag().HasSameClassAndValue(tag) ? NonNegative(sequence, tag) : null;
    }

    // Larger counts than any path has mean the same as that many.
    private static int NonNegative(AsnReader reader, Asn1Tag? tag)
    {
        System.Numerics.BigInteger value = reader.ReadInteger(tag);
        return value.Sign < 0 ? throw new AsnContentException("A count is negative.") : (int)System.Numerics.BigInteger.Min(value, 1000);
    }
}
