using System.Formats.Asn1;

namespace Bridge.Smime.Trust.Names;

/// <summary>One NameConstraints extension (RFC 5280 section 4.2.1.10).</summary>
internal sealed record NameConstraints(IReadOnlyList<GeneralName> Permitted, IReadOnlyList<GeneralName> Excluded)
{
    /// <exception cref="AsnContentException">Malformed, empty, or with a minimum or maximum, which RFC 5280 does not allow.</exception>
    public static NameConstraints Read(ReadOnlyMemory<byte> der)
    {
        AsnReader sequence = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        List<GeneralName> permitted = ReadSubtrees(sequence, 0);
        List<GeneralName> excluded = ReadSubtrees(sequence, 1);
        sequence.ThrowIfNotEmpty();
        return new NameConstraints(permitted, excluded);
    }

    private static List<GeneralName> ReadSubtrees(AsnReader sequence, int number)
    {
        Asn1Tag tag = new(TagClass.ContextSpecific, number, isConstructed: true);
        List<GeneralName> found = [];
        if (!sequence.HasData || !sequence.PeekTag().HasSameClassAndValue(tag))
        {
            return found;
        }

        AsnReader subtrees = sequence.ReadSequence(tag);
        while (subtrees.HasData)
        {
            found.Add(ReadSubtree(subtrees.ReadSequence()));
        }

        return found;
    }

    private static GeneralName ReadSubtree(AsnReader subtree)
    {
        GeneralName name = GeneralName.Read(subtree);
        Asn1Tag minimum = new(TagClass.ContextSpecific, 0);
        if (subtree.HasData && subtree.PeekTag().HasSameClassAndValue(minimum) && subtree.ReadInteger(minimum) != 0)
        {
            throw new AsnContentException("A name constraint has a minimum.");
        }

        subtree.ThrowIfNotEmpty();
        return name;
    }
}
