using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Trust.Validation;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Fetching;

/// <summary>Missing issuers by authority information access (RFC 5280 section 4.2.2.1): one certificate, or a certs-only CMS message.</summary>
internal static class IssuerDownload
{
    private const string CaIssuers = "1.3.6.1.5.5.7.48.2";
    private const int MaximumBytes = 256 << 10;
    private const int MaximumCertificates = 20;

    /// <summary>Certificates with the issuer's name found at the certificate's addresses; the first address that has one is enough.</summary>
    public static IReadOnlyList<Certificate> Fetch(Certificate certificate, Downloads downloads)
    {
        IEnumerable<Names.GeneralName> places = CertificateProfile.Of(certificate).Access.Where(a => a.Method == CaIssuers).Select(a => a.Location);
        foreach (Uri uri in Downloads.Addresses(places).Take(3))
        {
            if (downloads.Get(uri, FetchPurpose.Issuer, MaximumBytes) is { } data)
            {
                List<Certificate> issuers = [.. Read(data).Where(c => c.SubjectName.Equals(certificate.IssuerName))];
                if (issuers.Count > 0)
                {
                    return issuers;
                }
            }
        }

        return [];
    }

    /// <summary>Certificates in DER, PEM, or a certs-only CMS message; none when it is something else.</summary>
    public static IReadOnlyList<Certificate> Read(ReadOnlyMemory<byte> data)
    {
        try
        {
            ReadOnlyMemory<byte> der = data.Span is [0x30, ..] ? data : FromPem(data);
            return IsCms(der) ? ReadCertsOnly(der) : [Certificate.FromDer(der)];
        }
        catch (Exception e) when (e is MalformedException or AsnContentException or ArgumentException or FormatException)
        {
            return [];
        }
    }

    private static ReadOnlyMemory<byte> FromPem(ReadOnlyMemory<byte> data)
    {
        string text = Encoding.Latin1.GetString(data.Span);
        return Convert.FromBase64String(text[PemEncoding.Find(text).Base64Data]);
    }

    private static bool IsCms(ReadOnlyMemory<byte> der) =>
        new AsnReader(der, AsnEncodingRules.BER).ReadSequence().PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier);

    private static List<Certificate> ReadCertsOnly(ReadOnlyMemory<byte> der)
    {
        AsnReader content = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        if (content.ReadObjectIdentifier() != Cms.Oids.SignedData)
        {
            return [];
        }

        AsnReader signed = content.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        signed.ReadInteger();
        signed.ReadEncodedValue();
        signed.ReadEncodedValue();
        AsnReader certificates = signed.ReadSetOf(skipSortOrderValidation: true, new Asn1Tag(TagClass.ContextSpecific, 0));
        List<Certificate> found = [];
        while (certificates.HasData && found.Count < MaximumCertificates)
        {
            found.Add(Certificate.FromDer(certificates.ReadEncodedValue()));
        }

        return found;
    }
}
