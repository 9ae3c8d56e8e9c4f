using System.Formats.Asn1;

namespace Bridge.Smime.Trust.Validation;

/// <summary>Optional elements under context tags, which most structures here have.</summary>
internal static class TaggedContent
{
    /// <summary>Content of the element with this context tag; null when it does not come next.</summary>
    public static ReadOnlyMemory<byte>? OptionalContent(this AsnReader sequence, int number)
    {
        if (!sequence.HasData || !sequence.PeekTag().HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, number)))
        {
            return null;
        }

        ReadOnlyMemory<byte> encoded = sequence.ReadEncodedValue();
        AsnDecoder.ReadEncodedValue(encoded.Span, AsnEncodingRules.BER, out int offset, out int length, out _);
        return encoded.Slice(offset, length);
    }
}
