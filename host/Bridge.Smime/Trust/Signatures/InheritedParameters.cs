using System.Formats.Asn1;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Signatures;

/// <summary>DSA keys without parameters take those of their issuer's key (RFC 5280 section 6.1.4 d to f, RFC 3279 section 2.3.2).</summary>
internal static class InheritedParameters
{
    public static bool IsMissing(Certificate certificate) =>
        certificate.KeyAlgorithm == KeyAlgorithm.Dsa && Parameters(certificate.SubjectPublicKeyInfo) is not { Length: > 2 };

    /// <summary>The certificate's SubjectPublicKeyInfo, completed from the issuer's where that is needed and possible.</summary>
    public static ReadOnlyMemory<byte> Complete(Certificate certificate, ReadOnlyMemory<byte> issuerKey)
    {
        if (!IsMissing(certificate) || issuerKey.IsEmpty || Parameters(issuerKey) is not { Length: > 2 } inherited)
        {
            return certificate.SubjectPublicKeyInfo;
        }

        try
        {
            AsnReader own = new AsnReader(certificate.SubjectPublicKeyInfo, AsnEncodingRules.BER).ReadSequence();
            string oid = own.ReadSequence().ReadObjectIdentifier();
            AsnReader above = new AsnReader(issuerKey, AsnEncodingRules.BER).ReadSequence();
            return above.ReadSequence().ReadObjectIdentifier() == oid ? Compose(oid, inherited, own.ReadEncodedValue()) : certificate.SubjectPublicKeyInfo;
        }
        catch (AsnContentException)
        {
            return certificate.SubjectPublicKeyInfo;
        }
    }

    private static byte[] Compose(string oid, ReadOnlyMemory<byte> parameters, ReadOnlyMemory<byte> key)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(oid);
                writer.WriteEncodedValue(parameters.Span);
            }

            writer.WriteEncodedValue(key.Span);
        }

        return writer.Encode();
    }

    private static ReadOnlyMemory<byte>? Parameters(ReadOnlyMemory<byte> key)
    {
        try
        {
            AsnReader algorithm = new AsnReader(key, AsnEncodingRules.BER).ReadSequence().ReadSequence();
            algorithm.ReadObjectIdentifier();
            return algorithm.HasData ? algorithm.ReadEncodedValue() : (ReadOnlyMemory<byte>?)null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
