using System.Formats.Asn1;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Ports;

namespace Bridge.Smime.Cms.Writing;

/// <summary>Signs the attributes and encodes the SignerInfo (RFC 5652 section 5.3).</summary>
internal static class SignerInfoEncoding
{
    private const byte ImplicitContext0 = 0xA0;

    public static byte[] Sign(SignedAttributes attributes, SignatureScheme scheme, ISigningKey key)
    {
        byte[] signed = attributes.Encode();
        byte[] signature = key.Sign(signed, scheme);

        // Signed with the tag of SET OF, carried with [0] (RFC 5652 section 5.4).
        signed[0] = ImplicitContext0;
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(SignedDataEncoding.Version);
            SignedAttributes.WriteIssuerAndSerial(writer, attributes.Signer);
            attributes.DigestAlgorithm.Write(writer);
            writer.WriteEncodedValue(signed);
            attributes.SignatureAlgorithm.Write(writer);
            writer.WriteOctetString(signature);
        }

        return writer.Encode();
    }
}
