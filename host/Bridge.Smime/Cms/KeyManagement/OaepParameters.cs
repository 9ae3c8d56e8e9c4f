using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;

namespace Bridge.Smime.Cms.KeyManagement;

/// <summary>RSAES-OAEP-params (RFC 4055 section 4.1).</summary>
internal static class OaepParameters
{
    /// <summary>OAEP with SHA-256, MGF1 SHA-256 and no label, written with NULL after the digests as RFC 4055's values are.</summary>
    public static AlgorithmId Sha256 { get; } = WriteSha256();

    /// <exception cref="MalformedException">Code <c>recipient-malformed</c>.</exception>
    /// <exception cref="UnsupportedAlgorithmException">A digest, mask or label source that is not done.</exception>
    public static RsaTransportScheme Read(ReadOnlyMemory<byte> parameters)
    {
        if (parameters.IsEmpty)
        {
            return new RsaTransportScheme(HashAlgorithmName.SHA1, HashAlgorithmName.SHA1, ReadOnlyMemory<byte>.Empty);
        }

        try
        {
            AsnReader reader = new(parameters, AsnEncodingRules.BER);
            AsnReader fields = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            HashAlgorithmName digest = Field(fields, 0) is { } hash ? Digest(hash) : HashAlgorithmName.SHA1;
            HashAlgorithmName mask = Field(fields, 1) is { } generator ? Mask(generator) : HashAlgorithmName.SHA1;
            ReadOnlyMemory<byte> label = Field(fields, 2) is { } source ? Label(source) : ReadOnlyMemory<byte>.Empty;
            fields.ThrowIfNotEmpty();
            return new RsaTransportScheme(digest, mask, label);
        }
        catch (AsnContentException e)
        {
            throw RecipientInfo.Malformed("RSAES-OAEP parameters are malformed.", e);
        }
    }

    private static AlgorithmId? Field(AsnReader fields, int number)
    {
        Asn1Tag tag = new(TagClass.ContextSpecific, number, true);
        if (!fields.HasData || fields.PeekTag() != tag)
        {
            return null;
        }

        AsnReader field = fields.ReadSequence(tag);
        AlgorithmId id = AlgorithmId.Read(field);
        field.ThrowIfNotEmpty();
        return id;
    }

    private static HashAlgorithmName Digest(AlgorithmId id)
    {
        if (!id.HasNoParameters)
        {
            throw RecipientInfo.Malformed("A digest of RSAES-OAEP has parameters.");
        }

        return id.Oid == Oids.Sha224 ? KeyDerivation.Sha224
            : Digests.ByOid(id.Oid) is { } name && name != Digests.Shake256 ? name
            : throw new UnsupportedAlgorithmException("RSAES-OAEP", $"The digest {id.Oid} is not done.");
    }

    private static HashAlgorithmName Mask(AlgorithmId id) =>
        id.Oid == Oids.Mgf1
            ? Digest(AlgorithmId.Decode(id.Parameters))
            : throw new UnsupportedAlgorithmException("RSAES-OAEP", $"The mask generation function {id.Oid} is not done.");

    private static ReadOnlyMemory<byte> Label(AlgorithmId id)
    {
        if (id.Oid != Oids.OaepLabel)
        {
            throw new UnsupportedAlgorithmException("RSAES-OAEP", $"The label source {id.Oid} is not done.");
        }

        AsnReader reader = new(id.Parameters, AsnEncodingRules.BER);
        byte[] label = reader.ReadOctetString();
        reader.ThrowIfNotEmpty();
        return label;
    }

    private static AlgorithmId WriteSha256()
    {
        AlgorithmId digest = AlgorithmId.WithNull(Oids.Sha256);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                digest.Write(writer);
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
            {
                new AlgorithmId(Oids.Mgf1, digest.Encoded).Write(writer);
            }
        }

        return new AlgorithmId(Oids.RsaesOaep, writer.Encode());
    }
}
