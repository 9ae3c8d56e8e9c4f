using System.Formats.Asn1;
using Bridge.Smime.Trust.Names;
using Bridge.Smime.Trust.Validation;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Revocation;

/// <summary>The scope of a revocation list (RFC 5280 section 5.2.5).</summary>
internal sealed record IssuingDistributionPoint(
    IReadOnlyList<GeneralName> Names,
    bool OnlyUserCertificates,
    bool OnlyAuthorityCertificates,
    int? OnlySomeReasons,
    bool IsIndirect,
    bool OnlyAttributeCertificates,
    ReadOnlyMemory<byte> Encoded)
{
    /// <summary>The scope of a list without the extension: everything of its issuer.</summary>
    public static IssuingDistributionPoint Complete { get; } = new([], false, false, null, false, false, ReadOnlyMemory<byte>.Empty);

    public static IssuingDistributionPoint Read(ReadOnlyMemory<byte> der, DistinguishedName crlIssuer)
    {
        AsnReader sequence = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        List<GeneralName> names = sequence.OptionalContent(0) is { } name ? DistributionPoint.ReadName(name, crlIssuer) : [];
        bool users = Flag(sequence, 1);
        bool authorities = Flag(sequence, 2);
        int? reasons = DistributionPoint.ReadReasons(sequence, 3);
        bool indirect = Flag(sequence, 4);
        bool attributes = Flag(sequence, 5);
        sequence.ThrowIfNotEmpty();
        return new IssuingDistributionPoint(names, users, authorities, reasons, indirect, attributes, der);
    }

    private static bool Flag(AsnReader sequence, int number)
    {
        Asn1Tag tag = new(TagClass.ContextSpecific, number);
        return sequence.HasData && sequence.PeekTag().HasSameClassAndValue(tag) && sequence.ReadBoolean(tag);
    }
}
