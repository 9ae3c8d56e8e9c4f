using System.Formats.Asn1;
using Bridge.Smime.Errors;

namespace Bridge.Smime.Trust.Signatures;

/// <summary>The common shape of certificates, revocation lists and OCSP responses: signed bytes as received, algorithm, signature.</summary>
/// <param name="Signed">The bytes that were signed.</param>
/// <param name="Algorithm">The encoded signatureAlgorithm.</param>
/// <param name="AlgorithmOid">Its OID.</param>
/// <param name="Signature">Content of the signature's BIT STRING.</param>
internal sealed record SignedObject(ReadOnlyMemory<byte> Signed, ReadOnlyMemory<byte> Algorithm, string AlgorithmOid, ReadOnlyMemory<byte> Signature)
{
    /// <exception cref="MalformedException">Not of that shape.</exception>
    public static SignedObject Read(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return Read(new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence());
        }
        catch (AsnContentException e)
        {
            throw new MalformedException("signed-object-malformed", "Not a signed structure.", e);
        }
    }

    /// <summary>Reads the three leading elements; what follows stays in the reader.</summary>
    public static SignedObject Read(AsnReader sequence)
    {
        ReadOnlyMemory<byte> signed = sequence.ReadEncodedValue();
        ReadOnlyMemory<byte> algorithm = sequence.PeekEncodedValue();
        string oid = sequence.ReadSequence().ReadObjectIdentifier();
        byte[] signature = sequence.ReadBitString(out int unused);
        return unused == 0 ? new SignedObject(signed, algorithm, oid, signature) : throw new AsnContentException("A signature does not fill its octets.");
    }
}
