using System.Formats.Asn1;
using Bridge.Smime.Errors;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Import;

/// <summary>The certificates field of SignedData (RFC 5652 section 5.1): .p7b and .p7c files.</summary>
internal static class Pkcs7Certificates
{
    internal static IReadOnlyList<Certificate> Read(ReadOnlyMemory<byte> file)
    {
        AsnReader info = new AsnReader(file, AsnEncodingRules.BER).ReadSequence();
        info.ReadObjectIdentifier();
        AsnReader signedData = info.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        signedData.ReadInteger();
        signedData.ReadSetOf(skipSortOrderValidation: true);
        signedData.ReadSequence();
        Asn1Tag certificatesTag = new(TagClass.ContextSpecific, 0);
        if (!signedData.HasData || !signedData.PeekTag().HasSameClassAndValue(certificatesTag))
        {
            return [];
        }

        AsnReader set = signedData.ReadSetOf(skipSortOrderValidation: true, certificatesTag);
        List<Certificate> certificates = [];
        while (set.HasData)
        {
            // Other choices (attribute certificates, old formats) have context tags.
            bool isCertificate = set.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence);
            ReadOnlyMemory<byte> encoded = set.ReadEncodedValue();
            if (isCertificate)
            {
                certificates.Add(Certificate.FromDer(encoded));
            }

            if (certificates.Count > ImportLimits.Certificates)
            {
                throw ImportRefusals.Limit("import-certificates", certificates.Count, ImportLimits.Certificates);
            }
        }

        return certificates;
    }
}
