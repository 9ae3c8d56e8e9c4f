using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Bridge.Smime.Errors;
using Bridge.Smime.Trust.Names;
using Bridge.Smime.Trust.Signatures;
using Bridge.Smime.Trust.Validation;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Revocation;

/// <summary>
/// An X.509 revocation list (RFC 5280 section 5). The entries stay encoded; they are read when one is first looked for.
/// </summary>
public sealed class RevocationList
{
    private const int MaximumBytes = 96 << 20;

    private readonly ReadOnlyMemory<byte> _entries;
    private readonly Lazy<RevocationIndex> _index;

    private RevocationList(ReadOnlyMemory<byte> der)
    {
        Der = der;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(der.Span));
        AsnReader outer = new(der, AsnEncodingRules.BER);
        Parts = SignedObject.Read(outer.ReadSequence());
        outer.ThrowIfNotEmpty();
        AsnReader list = new AsnReader(Parts.Signed, AsnEncodingRules.BER).ReadSequence();
        if (list.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            list.ReadInteger();
        }

        IsAlgorithmConsistent = list.ReadEncodedValue().Span.SequenceEqual(Parts.Algorithm.Span);
        IssuerDer = list.ReadEncodedValue();
        IssuerName = DistinguishedName.Read(IssuerDer);
        ThisUpdate = ReadTime(list);
        NextUpdate = list.HasData && IsTime(list.PeekTag()) ? ReadTime(list) : null;
        _entries = list.HasData && list.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence) ? Content(list.ReadEncodedValue()) : default;
        _index = new Lazy<RevocationIndex>(ReadEntries);
        Scope = IssuingDistributionPoint.Complete;
        FreshestCrl = [];
        if (list.OptionalContent(0) is { } extensions)
        {
            ReadExtensions(new AsnReader(extensions, AsnEncodingRules.BER).ReadSequence());
        }
    }

    public ReadOnlyMemory<byte> Der { get; }

    /// <summary>SHA-256 of the DER, lower-case hex.</summary>
    public string Sha256 { get; }

    /// <summary>DER of the issuer Name.</summary>
    public ReadOnlyMemory<byte> IssuerDer { get; }

    public DistinguishedName IssuerName { get; }

    /// <summary>Issuer for people.</summary>
    public string Issuer => NameText.Of(IssuerDer);

    public DateTimeOffset ThisUpdate { get; }

    public DateTimeOffset? NextUpdate { get; }

    /// <summary>cRLNumber; null when absent.</summary>
    public BigInteger? Number { get; private set; }

    /// <summary>deltaCRLIndicator: number of the complete list that this one changes; null for a complete list.</summary>
    public BigInteger? BaseNumber { get; private set; }

    internal SignedObject Parts { get; }

    internal bool IsAlgorithmConsistent { get; }

    internal IssuingDistributionPoint Scope { get; private set; }

    internal IReadOnlyList<GeneralName> FreshestCrl { get; private set; }

    internal ReadOnlyMemory<byte>? AuthorityKeyIdentifier { get; private set; }

    /// <summary>First critical extension of the list that this product does not know.</summary>
    internal string? UnknownCritical { get; private set; }

    /// <summary>Reads DER or BER; entries are checked when they are walked.</summary>
    /// <exception cref="MalformedException">Code <c>crl-malformed</c>, or <c>limit-crl</c> when it is larger than 96 MiB.</exception>
    public static RevocationList FromDer(ReadOnlyMemory<byte> der)
    {
        if (der.Length > MaximumBytes)
        {
            throw new MalformedException("limit-crl", "The revocation list is too large.");
        }

        try
        {
            return new RevocationList(der);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new MalformedException("crl-malformed", "Not a revocation list, or a damaged one.", e);
        }
    }

    /// <summary>The entry for a certificate, or null.</summary>
    /// <exception cref="MalformedException">An entry is damaged, or carries a critical extension that is not known: then the list must not be used at all (section 5.3).</exception>
    internal RevocationEntry? Find(DistinguishedName issuer, ReadOnlySpan<byte> serial)
    {
        RevocationIndex index = _index.Value;
        try
        {
            return index.Find(issuer, serial);
        }
        catch (Exception e) when (IsDamage(e))
        {
            // The time of an entry is read when that entry is asked for.
            throw DamagedEntry(e);
        }
    }

    private RevocationIndex ReadEntries()
    {
        try
        {
            return new RevocationIndex(_entries, IssuerName, Scope.IsIndirect);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw DamagedEntry(e);
        }
    }

    private static bool IsDamage(Exception e) => e is AsnContentException or ArgumentException or OverflowException;

    private static MalformedException DamagedEntry(Exception cause) => new("crl-malformed", "A revocation list entry is damaged.", cause);

    private void ReadExtensions(AsnReader extensions)
    {
        while (extensions.HasData)
        {
            AsnReader extension = extensions.ReadSequence();
            string oid = extension.ReadObjectIdentifier();
            bool critical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            if (!Take(oid, extension.ReadOctetString()) && critical)
            {
                UnknownCritical ??= oid;
            }
        }
    }

    private bool Take(string oid, ReadOnlyMemory<byte> value)
    {
        switch (oid)
        {
            case "2.5.29.20":
                Number = new AsnReader(value, AsnEncodingRules.BER).ReadInteger();
                return true;
            case "2.5.29.27":
                BaseNumber = new AsnReader(value, AsnEncodingRules.BER).ReadInteger();
                return true;
            case "2.5.29.28":
                Scope = IssuingDistributionPoint.Read(value, IssuerName);
                return true;
            case "2.5.29.35":
                AuthorityKeyIdentifier = ExtensionReader.AuthorityKeyIdentifier(value);
                return true;
            case "2.5.29.46":
                FreshestCrl = DistributionPoint.ReadLocations(value, IssuerName);
                return true;
            default:
                return oid is "2.5.29.18" or "1.3.6.1.5.5.7.1.1";
        }
    }

    private static ReadOnlyMemory<byte> Content(ReadOnlyMemory<byte> encoded)
    {
        AsnDecoder.ReadSequence(encoded.Span, AsnEncodingRules.BER, out int offset, out int length, out _);
        return encoded.Slice(offset, length);
    }

    private static bool IsTime(Asn1Tag tag) =>
        tag.HasSameClassAndValue(Asn1Tag.UtcTime) || tag.HasSameClassAndValue(Asn1Tag.GeneralizedTime);

    internal static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}
