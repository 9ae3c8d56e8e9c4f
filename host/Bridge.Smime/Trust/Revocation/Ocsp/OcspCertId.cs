using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Bridge.Smime.Trust.Revocation.Ocsp;

/// <summary>How OCSP names a certificate: hashes of its issuer's name and key, and its serial number (RFC 6960 section 4.1.1).</summary>
internal sealed record OcspCertId(string HashOid, ReadOnlyMemory<byte> NameHash, ReadOnlyMemory<byte> KeyHash, ReadOnlyMemory<byte> Serial)
{
    private const string Sha1 = "1.3.14.3.2.26";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    /// <summary>With SHA-1, which every responder knows (RFC 5019 section 2.1.1); it names, it does not protect.</summary>
    public static OcspCertId Of(RevocationSubject subject) => Of(subject, Sha1);

    public static OcspCertId Read(AsnReader reader)
    {
        AsnReader id = reader.ReadSequence();
        string oid = id.ReadSequence().ReadObjectIdentifier();
        return new OcspCertId(oid, id.ReadOctetString(), id.ReadOctetString(), id.ReadIntegerBytes());
    }

    public void Write(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(HashOid);
                writer.WriteNull();
            }

            writer.WriteOctetString(NameHash.Span);
            writer.WriteOctetString(KeyHash.Span);
            writer.WriteInteger(Serial.Span);
        }
    }

    /// <summary>Whether this names the subject, computed with the hash that this one was made with.</summary>
    public bool Names(RevocationSubject subject)
    {
        if (HashOid is not (Sha1 or Sha256))
        {
            return false;
        }

        OcspCertId own = Of(subject, HashOid);
        return own.NameHash.Span.SequenceEqual(NameHash.Span) && own.KeyHash.Span.SequenceEqual(KeyHash.Span) && own.Serial.Span.SequenceEqual(Serial.Span);
    }

    /// <summary>The content of a SubjectPublicKeyInfo's BIT STRING, which keyHash is taken over.</summary>
    public static byte[] KeyBits(ReadOnlyMemory<byte> spki)
    {
        AsnReader key = new AsnReader(spki, AsnEncodingRules.BER).ReadSequence();
        key.ReadEncodedValue();
        return key.ReadBitString(out _);
    }

    private static OcspCertId Of(RevocationSubject subject, string hashOid)
    {
        byte[] name = Hash(hashOid, subject.Value.IssuerDer.Span);
        byte[] key = Hash(hashOid, KeyBits(subject.Issuer.Certificate.SubjectPublicKeyInfo));
        return new OcspCertId(hashOid, name, key, subject.Value.SerialNumber);
    }

    private static byte[] Hash(string oid, ReadOnlySpan<byte> data) => oid == Sha1 ? SHA1.HashData(data) : SHA256.HashData(data);
}
