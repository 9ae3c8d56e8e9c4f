using System.Formats.Asn1;
using System.Text;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Names;

/// <summary>The forms of a GeneralName (RFC 5280 section 4.2.1.6), by tag number, and one otherName that is a mail address.</summary>
internal enum NameForm
{
    Other = 0,
    Mail = 1,
    Dns = 2,
    X400 = 3,
    Directory = 4,
    EdiParty = 5,
    Uri = 6,
    Address = 7,
    RegisteredId = 8,
    /// <summary>SmtpUTF8Mailbox (RFC 9598): a mail address whose local part is not ASCII.</summary>
    InternationalMail = 100,
}

/// <summary>One GeneralName, read without interpretation beyond its form.</summary>
/// <param name="Form">Which alternative.</param>
/// <param name="Text">Mail, DNS and URI names as text; else hex of the content, for people.</param>
/// <param name="Content">Content octets; for a directory name the encoded Name.</param>
/// <param name="Directory">The directory name, when it is one.</param>
internal sealed record GeneralName(NameForm Form, string Text, ReadOnlyMemory<byte> Content, DistinguishedName? Directory)
{
    private const string SmtpUtf8Mailbox = "1.3.6.1.5.5.7.8.9";

    /// <summary>Reads every name of a SEQUENCE OF GeneralName, whatever the sequence's tag.</summary>
    public static List<GeneralName> ReadAll(AsnReader names)
    {
        List<GeneralName> found = [];
        while (names.HasData)
        {
            found.Add(Read(names));
        }

        return found;
    }

    public static GeneralName Read(AsnReader reader)
    {
        Asn1Tag tag = reader.PeekTag();
        if (tag.TagClass != TagClass.ContextSpecific || tag.TagValue > (int)NameForm.RegisteredId)
        {
            throw new AsnContentException("Not a GeneralName.");
        }

        ReadOnlyMemory<byte> encoded = reader.ReadEncodedValue();
        AsnDecoder.ReadEncodedValue(encoded.Span, AsnEncodingRules.BER, out int offset, out int length, out _);
        ReadOnlyMemory<byte> content = encoded.Slice(offset, length);
        return (NameForm)tag.TagValue switch
        {
            NameForm.Directory => OfDirectory(content),
            NameForm.Mail or NameForm.Dns or NameForm.Uri => OfText((NameForm)tag.TagValue, content),
            NameForm.Other => OfOther(content),
            NameForm form => new GeneralName(form, Convert.ToHexStringLower(content.Span), content, null),
        };
    }

    public static GeneralName OfDirectory(ReadOnlyMemory<byte> nameDer) =>
        new(NameForm.Directory, NameText.Of(nameDer), nameDer, DistinguishedName.Read(nameDer));

    public static GeneralName OfMail(string address) => new(NameForm.Mail, address, Encoding.UTF8.GetBytes(address), null);

    /// <summary>Whether both are the same name: directory names as names are compared, others byte by byte.</summary>
    public bool IsSameAs(GeneralName other) =>
        Form == other.Form && (Directory is null ? Content.Span.SequenceEqual(other.Content.Span) : Directory.Equals(other.Directory));

    private static GeneralName OfText(NameForm form, ReadOnlyMemory<byte> content) =>
        new(form, Encoding.Latin1.GetString(content.Span), content, null);

    private static GeneralName OfOther(ReadOnlyMemory<byte> content)
    {
        AsnReader other = new(content, AsnEncodingRules.BER);
        string type = other.ReadObjectIdentifier();
        if (type != SmtpUtf8Mailbox)
        {
            return new GeneralName(NameForm.Other, type, content, null);
        }

        string mailbox = other.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadCharacterString(UniversalTagNumber.UTF8String);
        return new GeneralName(NameForm.InternationalMail, mailbox, content, null);
    }
}
