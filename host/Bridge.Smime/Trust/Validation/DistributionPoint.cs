using System.Formats.Asn1;
using Bridge.Smime.Trust.Names;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Validation;

/// <summary>One DistributionPoint of cRLDistributionPoints or freshestCRL (RFC 5280 section 4.2.1.13).</summary>
/// <param name="Names">Names of the point, a name relative to its issuer already made full; empty when absent.</param>
/// <param name="Reasons">Reasons covered; <see cref="AllReasons"/> when absent.</param>
/// <param name="Issuers">cRLIssuer; empty when the certificate's issuer signs the list.</param>
internal sealed record DistributionPoint(IReadOnlyList<GeneralName> Names, int Reasons, IReadOnlyList<GeneralName> Issuers)
{
    /// <summary>All bits of ReasonFlags, bit 0 (unused) left out, in wire order: keyCompromise is 0x40, aACompromise 0x8000.</summary>
    public const int AllReasons = 0x807F;

    public static List<DistributionPoint> ReadAll(ReadOnlyMemory<byte> der, Certificate certificate)
    {
        AsnReader sequence = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        List<DistributionPoint> found = [];
        while (sequence.HasData)
        {
            found.Add(Read(sequence.ReadSequence(), certificate));
        }

        return found;
    }

    private static DistributionPoint Read(AsnReader point, Certificate certificate)
    {
        ReadOnlyMemory<byte>? name = point.OptionalContent(0);
        int reasons = ReadReasons(point, 1) ?? AllReasons;
        List<GeneralName> issuers = point.OptionalContent(2) is { } list ? GeneralName.ReadAll(new AsnReader(list, AsnEncodingRules.BER)) : [];
        DistinguishedName basis = issuers.FirstOrDefault(i => i.Directory is not null)?.Directory ?? certificate.IssuerName;
        return new DistributionPoint(name is { } n ? ReadName(n, basis) : [], reasons, issuers);
    }

    /// <summary>The full names of all points of a freshestCRL extension in a revocation list.</summary>
    public static List<GeneralName> ReadLocations(ReadOnlyMemory<byte> der, DistinguishedName issuer)
    {
        AsnReader sequence = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        List<GeneralName> found = [];
        while (sequence.HasData)
        {
            if (sequence.ReadSequence().OptionalContent(0) is { } name)
            {
                found.AddRange(ReadName(name, issuer));
            }
        }

        return found;
    }

    /// <summary>DistributionPointName: full names, or one relative to <paramref name="issuer"/>.</summary>
    public static List<GeneralName> ReadName(ReadOnlyMemory<byte> content, DistinguishedName issuer)
    {
        AsnReader choice = new(content, AsnEncodingRules.BER);
        Asn1Tag full = new(TagClass.ContextSpecific, 0, isConstructed: true);
        if (choice.PeekTag().HasSameClassAndValue(full))
        {
            return GeneralName.ReadAll(choice.ReadSequence(full));
        }

        AsnWriter set = new(AsnEncodingRules.BER);
        AsnReader attributes = choice.ReadSetOf(skipSortOrderValidation: true, new Asn1Tag(TagClass.ContextSpecific, 1, isConstructed: true));
        using (set.PushSetOf())
        {
            while (attributes.HasData)
            {
                set.WriteEncodedValue(attributes.ReadEncodedValue().Span);
            }
        }

        DistinguishedName name = issuer.Append(set.Encode());
        return [new GeneralName(NameForm.Directory, "?", ReadOnlyMemory<byte>.Empty, name)];
    }

    /// <summary>ReasonFlags under a context tag; null when absent.</summary>
    public static int? ReadReasons(AsnReader sequence, int number)
    {
        Asn1Tag tag = new(TagClass.ContextSpecific, number);
        if (!sequence.HasData || !sequence.PeekTag().HasSameClassAndValue(tag))
        {
            return null;
        }

        byte[] bits = sequence.ReadBitString(out _, tag);
        return ((bits.Length > 0 ? bits[0] : 0) | (bits.Length > 1 ? bits[1] << 8 : 0)) & AllReasons;
    }
}
