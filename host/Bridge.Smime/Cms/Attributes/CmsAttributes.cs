using System.Formats.Asn1;
using Bridge.Smime.Errors;
using Org.BouncyCastle.Asn1;

namespace Bridge.Smime.Cms.Attributes;

/// <summary>A SET OF Attribute as received, with the bytes that a signature over it may cover.</summary>
public sealed class CmsAttributes
{
    private CmsAttributes(IReadOnlyList<CmsAttribute> items, ReadOnlyMemory<byte> der, ReadOnlyMemory<byte> asReceived)
    {
        Items = items;
        Der = der;
        AsReceived = asReceived;
    }

    public IReadOnlyList<CmsAttribute> Items { get; }

    /// <summary>DER of the SET OF: what is signed (RFC 5652 section 5.4).</summary>
    public ReadOnlyMemory<byte> Der { get; }

    /// <summary>The received bytes under the SET tag: what some senders signed although it is not DER.</summary>
    public ReadOnlyMemory<byte> AsReceived { get; }

    /// <summary>Attribute types that stand there more than once.</summary>
    public IEnumerable<string> Duplicates => Items.GroupBy(a => a.Oid).Where(g => g.Count() > 1).Select(g => g.Key);

    /// <summary>The only value of the only attribute of this type; null when absent, repeated or with other than one value.</summary>
    public ReadOnlyMemory<byte>? Single(string oid) =>
        Items.Where(a => a.Oid == oid).Take(2).ToList() is [{ Values: [ReadOnlyMemory<byte> value] }] ? value : null;

    public bool Has(string oid) => Items.Any(a => a.Oid == oid);

    /// <param name="encoded">The element, whose implicit context tag is replaced by that of SET.</param>
    /// <exception cref="MalformedException">Code <c>attributes-malformed</c>.</exception>
    public static CmsAttributes Read(ReadOnlyMemory<byte> encoded)
    {
        byte[] set = encoded.ToArray();
        try
        {
            set[0] = 0x31;
            return new CmsAttributes(ReadItems(set), Asn1Object.FromByteArray(set).GetEncoded(Asn1Encodable.Der), set);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new MalformedException("attributes-malformed", "The attributes of a signer are malformed.", e);
        }
    }

    private static List<CmsAttribute> ReadItems(byte[] set)
    {
        AsnReader reader = new AsnReader(set, AsnEncodingRules.BER, new AsnReaderOptions { SkipSetSortOrderVerification = true }).ReadSetOf();
        List<CmsAttribute> items = [];
        while (reader.HasData)
        {
            AsnReader attribute = reader.ReadSequence();
            string oid = attribute.ReadObjectIdentifier();
            AsnReader values = attribute.ReadSetOf();
            List<ReadOnlyMemory<byte>> list = [];
            while (values.HasData)
            {
                list.Add(values.ReadEncodedValue());
            }

            items.Add(new CmsAttribute(oid, list));
        }

        return items;
    }
}
