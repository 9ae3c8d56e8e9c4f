using System.Formats.Asn1;
using System.Runtime.CompilerServices;
using Bridge.Smime.Errors;
using Bridge.Smime.Trust.Names;
using Bridge.Smime.Values;
using Org.BouncyCastle.Asn1;
using X509Extension = Org.BouncyCastle.Asn1.X509.X509Extension;
using X509Extensions = Org.BouncyCastle.Asn1.X509.X509Extensions;

namespace Bridge.Smime.Trust.Validation;

/// <summary>
/// What path validation reads in one certificate, taken apart once. Unlike <see cref="CertificateExtensions"/> nothing
/// unreadable is passed over: it is named in <see cref="Malformed"/>, and the certificate is not usable.
/// </summary>
internal sealed class CertificateProfile
{
    private static readonly ConditionalWeakTable<Certificate, CertificateProfile> s_known = [];

    private readonly Certificate _certificate;

    private CertificateProfile(Certificate certificate)
    {
        _certificate = certificate;
        AlternativeNames = [];
        DistributionPoints = [];
        FreshestCrl = [];
        Access = [];
        Mappings = Array.Empty<(string Issuer, string Subject)>().ToLookup(m => m.Issuer, m => m.Subject);
    }

    /// <summary>Extension that could not be read, by OID; null when all could.</summary>
    public string? Malformed { get; private set; }

    /// <summary>First critical extension that this product does not know, by OID.</summary>
    public string? UnknownCritical { get; private set; }

    public bool? IsAuthority { get; private set; }

    public int? PathLength { get; private set; }

    public int? KeyUsageBits { get; private set; }

    public IReadOnlyList<string>? ExtendedKeyUsage { get; private set; }

    public IReadOnlyList<string>? Policies { get; private set; }

    public ILookup<string, string> Mappings { get; private set; }

    public int? RequireExplicitPolicy { get; private set; }

    public int? InhibitPolicyMapping { get; private set; }

    public int? InhibitAnyPolicy { get; private set; }

    public NameConstraints? Constraints { get; private set; }

    public IReadOnlyList<GeneralName> AlternativeNames { get; private set; }

    public ReadOnlyMemory<byte>? AuthorityKeyIdentifier { get; private set; }

    public IReadOnlyList<DistributionPoint> DistributionPoints { get; private set; }

    public IReadOnlyList<DistributionPoint> FreshestCrl { get; private set; }

    /// <summary>Authority information access: method OID and location.</summary>
    public IReadOnlyList<(string Method, GeneralName Location)> Access { get; private set; }

    /// <summary>id-pkix-ocsp-nocheck (RFC 6960 section 4.2.2.2.1).</summary>
    public bool IsOcspNoCheck { get; private set; }

    /// <summary>id-ce-noRevAvail (RFC 9608): the issuer says nothing about revocation, and nobody is to ask.</summary>
    public bool IsRevocationUnavailable { get; private set; }

    public bool IsSelfIssued => _certificate.SubjectName.Equals(_certificate.IssuerName);

    /// <summary>Every name that a name constraint binds: subject, its mail addresses, and alternative names.</summary>
    public IEnumerable<GeneralName> ConstrainedNames =>
        (_certificate.SubjectName.IsEmpty ? [] : new[] { GeneralName.OfDirectory(_certificate.SubjectDer) })
        .Concat(_certificate.SubjectAddresses.Select(GeneralName.OfMail))
        .Concat(AlternativeNames);

    public static CertificateProfile Of(Certificate certificate) => s_known.GetValue(certificate, Read);

    public bool Allows(int keyUsage) => KeyUsageBits is not { } bits || (bits & keyUsage) != 0;

    private static CertificateProfile Read(Certificate certificate)
    {
        CertificateProfile profile = new(certificate);
        X509Extensions? all = certificate.Structure.Extensions;
        foreach (DerObjectIdentifier oid in all?.ExtensionOids ?? [])
        {
            X509Extension extension = all!.GetExtension(oid);
            try
            {
                profile.Take(oid.Id, extension);
            }
            catch (Exception e) when (e is AsnContentException or MalformedException or OverflowException or ArgumentException)
            {
                profile.Malformed ??= oid.Id;
            }
        }

        return profile;
    }

    private void Take(string oid, X509Extension extension)
    {
        ReadOnlyMemory<byte> value = extension.Value.GetOctets();
        if (!TakeConstraints(oid, value) && !TakeNames(oid, value) && !IsHarmless(oid) && extension.IsCritical)
        {
            UnknownCritical ??= oid;
        }
    }

    private bool TakeConstraints(string oid, ReadOnlyMemory<byte> value)
    {
        switch (oid)
        {
            case "2.5.29.19":
                (IsAuthority, PathLength) = ExtensionReader.BasicConstraints(value);
                return true;
            case "2.5.29.15":
                KeyUsageBits = ExtensionReader.KeyUsage(value);
                return true;
            case "2.5.29.37":
                ExtendedKeyUsage = ExtensionReader.Oids(value);
                return true;
            case "2.5.29.32":
                Policies = ExtensionReader.Policies(value);
                return true;
            case "2.5.29.33":
                Mappings = ExtensionReader.Mappings(value);
                return true;
            case "2.5.29.36":
                (RequireExplicitPolicy, InhibitPolicyMapping) = ExtensionReader.PolicyConstraints(value);
                return true;
            case "2.5.29.54":
                InhibitAnyPolicy = ExtensionReader.Count(value);
                return true;
            case "2.5.29.30":
                Constraints = NameConstraints.Read(value);
                return true;
            default:
                return false;
        }
    }

    private bool TakeNames(string oid, ReadOnlyMemory<byte> value)
    {
        switch (oid)
        {
            case "2.5.29.17":
                AlternativeNames = ExtensionReader.Names(value);
                return true;
            case "2.5.29.35":
                AuthorityKeyIdentifier = ExtensionReader.AuthorityKeyIdentifier(value);
                return true;
            case "2.5.29.31":
                DistributionPoints = DistributionPoint.ReadAll(value, _certificate);
                return true;
            case "2.5.29.46":
                FreshestCrl = DistributionPoint.ReadAll(value, _certificate);
                return true;
            case "1.3.6.1.5.5.7.1.1":
                Access = ExtensionReader.Access(value);
                return true;
            case "1.3.6.1.5.5.7.48.1.5":
                IsOcspNoCheck = true;
                return true;
            case "2.5.29.56":
                IsRevocationUnavailable = true;
                return true;
            default:
                return false;
        }
    }

    // Known extensions that restrict nothing here: subject key identifier, issuer alternative names, private key usage
    // period, S/MIME capabilities, Netscape certificate type.
    private static bool IsHarmless(string oid) =>
        oid is "2.5.29.14" or "2.5.29.18" or "2.5.29.16" or "1.2.840.113549.1.9.15" or "2.16.840.1.113730.1.1";
}
