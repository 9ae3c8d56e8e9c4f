using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Bridge.Smime.Trust.Revocation.Ocsp;

/// <summary>A request for one certificate with a fresh nonce (RFC 6960 section 4.1, RFC 9654).</summary>
internal sealed class OcspRequest
{
    public const string NonceOid = "1.3.6.1.5.5.7.48.1.2";
    private const int NonceBytes = 32;

    public OcspRequest(RevocationSubject subject)
    {
        Nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            using (writer.PushSequence())
            {
                OcspCertId.Of(subject).Write(writer);
            }

            WriteNonce(writer);
        }

        Encoded = writer.Encode();
    }

    public byte[] Nonce { get; }

    public byte[] Encoded { get; }

    private void WriteNonce(AsnWriter writer)
    {
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(NonceOid);
            using (writer.PushOctetString())
            {
                writer.WriteOctetString(Nonce);
            }
        }
    }
}
