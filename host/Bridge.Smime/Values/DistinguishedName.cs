using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace Bridge.Smime.Values;

/// <summary>
/// A Name in the form in which names are compared (RFC 5280 section 7.1): string types, letter case, leading, trailing
/// and repeated white space make no difference. Anything that is not text is compared byte by byte, and a name that does
/// not parse is equal only to the same bytes.
/// </summary>
public sealed class DistinguishedName : IEquatable<DistinguishedName>
{
    private static readonly Remembered<DistinguishedName> s_read = new(most: 512, largest: 1024);

    private readonly byte[][] _names;

    private DistinguishedName(byte[][] names)
    {
        _names = names;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (byte[] name in names)
        {
            hash.AppendData(BitConverter.GetBytes(name.Length));
            hash.AppendData(name);
        }

        Key = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Lower-case hex SHA-256 of the comparable form: equal for equal names. Stores index names by it.</summary>
    public string Key { get; }

    public bool IsEmpty => _names.Length == 0;

    /// <summary>Comparable forms of the relative names, outermost first.</summary>
    internal IReadOnlyList<byte[]> RelativeNames => _names;

    public static DistinguishedName Read(ReadOnlyMemory<byte> nameDer) => s_read.Get(nameDer.Span, Parse);

    /// <summary>The <see cref="Key"/> of an encoded Name.</summary>
    public static string KeyOf(ReadOnlyMemory<byte> nameDer) => Read(nameDer).Key;

    /// <summary>Whether this name lies in the subtree below <paramref name="root"/> (RFC 5280 section 4.2.1.10).</summary>
    public bool IsWithin(DistinguishedName root) =>
        root._names.Length <= _names.Length && root._names.Zip(_names).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));

    /// <summary>This name with one relative name (encoded RelativeDistinguishedName) below it.</summary>
    internal DistinguishedName Append(ReadOnlyMemory<byte> relativeNameDer) =>
        new([.. _names, Fold(new AsnReader(relativeNameDer, AsnEncodingRules.BER).ReadSetOf(skipSortOrderValidation: true))]);

    public bool Equals(DistinguishedName? other) => other is not null && Key == other.Key;

    public override bool Equals(object? obj) => Equals(obj as DistinguishedName);

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    private static DistinguishedName Parse(byte[] nameDer)
    {
        try
        {
            AsnReader sequence = new AsnReader(nameDer, AsnEncodingRules.BER).ReadSequence();
            List<byte[]> names = [];
            while (sequence.HasData)
            {
                names.Add(Fold(sequence.ReadSetOf(skipSortOrderValidation: true)));
            }

            return new DistinguishedName([.. names]);
        }
        catch (Exception e) when (e is AsnContentException or ArgumentException)
        {
            return new DistinguishedName([nameDer]);
        }
    }

    private static byte[] Fold(AsnReader attributes)
    {
        List<byte[]> folded = [];
        while (attributes.HasData)
        {
            AsnReader attribute = attributes.ReadSequence();
            byte[] type = Encoding.ASCII.GetBytes(attribute.ReadObjectIdentifier());
            byte[] value = FoldValue(attribute);
            folded.Add([.. type, 0, .. BitConverter.GetBytes(value.Length), .. value]);
        }

        folded.Sort((a, b) => a.AsSpan().SequenceCompareTo(b));
        return [.. folded.SelectMany(f => f)];
    }

    private static byte[] FoldValue(AsnReader attribute)
    {
        Asn1Tag tag = attribute.PeekTag();
        ReadOnlyMemory<byte> encoded = attribute.ReadEncodedValue();
        return Text(tag, encoded) is { } text ? [1, .. Encoding.UTF8.GetBytes(FoldText(text))] : [0, .. encoded.Span];
    }

    private static string? Text(Asn1Tag tag, ReadOnlyMemory<byte> encoded)
    {
        if (tag.TagClass != TagClass.Universal || tag.IsConstructed)
        {
            return null;
        }

        ReadOnlySpan<byte> content = AsnDecoder.ReadEncodedValue(encoded.Span, AsnEncodingRules.BER, out int offset, out int length, out _) == tag
            ? encoded.Span.Slice(offset, length)
            : default;
        return (UniversalTagNumber)tag.TagValue switch
        {
            UniversalTagNumber.UTF8String => Encoding.UTF8.GetString(content),
            UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String or UniversalTagNumber.VisibleString
                or UniversalTagNumber.TeletexString or UniversalTagNumber.NumericString => Encoding.Latin1.GetString(content),
            UniversalTagNumber.BMPString => Encoding.BigEndianUnicode.GetString(content),
            UniversalTagNumber.UniversalString => Encoding.GetEncoding("utf-32BE").GetString(content),
            _ => null,
        };
    }

    private static string FoldText(string text)
    {
        StringBuilder folded = new(text.Length);
        foreach (char c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                folded.Append(char.ToLowerInvariant(c));
            }
            else if (folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        return folded.ToString().TrimEnd(' ');
    }
}
