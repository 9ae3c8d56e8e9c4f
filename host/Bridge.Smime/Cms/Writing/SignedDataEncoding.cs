using System.Formats.Asn1;
using Bridge.Smime.Values;

namespace Bridge.Smime.Cms.Writing;

/// <summary>DER of signed-data's small parts, and of a whole detached signature (RFC 5652 section 5.1).</summary>
internal static class SignedDataEncoding
{
    /// <summary>Signers are named by issuer and serial number and the content is id-data: version 1.</summary>
    public const int Version = 1;

    private static readonly Asn1Tag s_context0 = new(TagClass.ContextSpecific, 0);

    /// <summary>ContentInfo of a signature whose content is elsewhere.</summary>
    public static byte[] Detached(AlgorithmId digestAlgorithm, IReadOnlyList<Certificate> certificates, byte[] signerInfo)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.SignedData);
            using (writer.PushSequence(s_context0))
            using (writer.PushSequence())
            {
                WriteSignedData(writer, digestAlgorithm, certificates, signerInfo);
            }
        }

        return writer.Encode();
    }

    /// <summary>The certificates field, tag [0] included; nothing when there are none.</summary>
    public static byte[] CertificateSet(IReadOnlyList<Certificate> certificates)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        WriteCertificates(writer, certificates);
        return writer.Encode();
    }

    private static void WriteSignedData(
        AsnWriter writer, AlgorithmId digestAlgorithm, IReadOnlyList<Certificate> certificates, byte[] signerInfo)
    {
        writer.WriteInteger(Version);
        using (writer.PushSetOf())
        {
            digestAlgorithm.Write(writer);
        }

        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.Data);
        }

        WriteCertificates(writer, certificates);
        using (writer.PushSetOf())
        {
            writer.WriteEncodedValue(signerInfo);
        }
    }

    private static void WriteCertificates(AsnWriter writer, IReadOnlyList<Certificate> certificates)
    {
        if (certificates.Count == 0)
        {
            return;
        }

        using (writer.PushSetOf(s_context0))
        {
            foreach (Certificate certificate in certificates)
            {
                writer.WriteEncodedValue(certificate.Der.Span);
            }
        }
    }
}
