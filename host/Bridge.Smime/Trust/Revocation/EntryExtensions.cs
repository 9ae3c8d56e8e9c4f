using System.Formats.Asn1;
using Bridge.Smime.Errors;
using Bridge.Smime.Trust.Validation;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Revocation;

/// <summary>Extensions of one revocation list entry (RFC 5280 section 5.3).</summary>
internal readonly record struct EntryExtensions(int Reason, DistinguishedName? Issuer)
{
    public static EntryExtensions None => default;

    /// <exception cref="MalformedException">A critical extension is not known.</exception>
    public static EntryExtensions Read(ReadOnlyMemory<byte> encoded)
    {
        AsnReader extensions = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
        EntryExtensions found = default;
        while (extensions.HasData)
        {
            AsnReader extension = extensions.ReadSequence();
            string oid = extension.ReadObjectIdentifier();
            bool critical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            found = found.Take(oid, critical, extension.ReadOctetString());
        }

        return found;
    }

    private EntryExtensions Take(string oid, bool critical, byte[] value) => oid switch
    {
        "2.5.29.21" => this with { Reason = Enumerated(value) },
        "2.5.29.29" => this with { Issuer = ExtensionReader.Names(value).FirstOrDefault(n => n.Directory is not null)?.Directory },
        "2.5.29.24" or "2.5.29.23" => this,
        _ => critical ? throw new MalformedException("crl-entry-critical", $"A revocation list entry has the unknown critical extension {oid}.") : this,
    };

    private static int Enumerated(byte[] value)
    {
        ReadOnlySpan<byte> number = new AsnReader(value, AsnEncodingRules.BER).ReadEnumeratedBytes().Span;
        return number.Length == 1 ? number[0] : -1;
    }
}
