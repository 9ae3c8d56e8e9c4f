using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Errors;

namespace Bridge.Smime.Cms.Signatures;

/// <summary>RSASSA-PSS-params (RFC 4055 section 3.1).</summary>
internal static class PssParameters
{
    /// <exception cref="MalformedException">Code <c>signature-malformed</c>.</exception>
    /// <exception cref="UnsupportedAlgorithmException">A digest or mask that is not accepted.</exception>
    public static SignatureParameters Read(ReadOnlyMemory<byte> parameters)
    {
        if (parameters.IsEmpty)
        {
            throw SignatureParameters.Malformed("RSASSA-PSS without parameters.");
        }

        try
        {
            AsnReader outer = new(parameters, AsnEncodingRules.BER);
            AsnReader fields = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            HashAlgorithmName digest = Digest(Field(fields, 0));
            HashAlgorithmName mask = Mask(Field(fields, 1));
            int salt = Integer(Field(fields, 2), 20);
            int trailer = Integer(Field(fields, 3), 1);
            fields.ThrowIfNotEmpty();
            return salt < 0 || trailer != 1
                ? throw SignatureParameters.Malformed("RSASSA-PSS with an impossible salt length or trailer.")
                : new SignatureParameters(SignatureFamily.RsaPss, digest, mask, salt);
        }
        catch (AsnContentException e)
        {
            throw SignatureParameters.Malformed("RSASSA-PSS parameters are malformed.", e);
        }
    }

    /// <summary>The digest's OID for naming, whatever else is wrong; empty when it cannot be read.</summary>
    public static string DigestOid(ReadOnlyMemory<byte> parameters)
    {
        try
        {
            AsnReader fields = new AsnReader(parameters, AsnEncodingRules.BER).ReadSequence();
            return Field(fields, 0) is { } field ? AlgorithmId.Read(field).Oid : Oids.Sha1;
        }
        catch (Exception e) when (e is AsnContentException or MalformedException)
        {
            return "";
        }
    }

    private static AsnReader? Field(AsnReader fields, int number)
    {
        Asn1Tag tag = new(TagClass.ContextSpecific, number, true);
        return fields.HasData && fields.PeekTag() == tag ? fields.ReadSequence(tag) : null;
    }

    private static HashAlgorithmName Digest(AsnReader? field)
    {
        if (field is null)
        {
            return HashAlgorithmName.SHA1;
        }

        AlgorithmId digest = AlgorithmId.Read(field);
        field.ThrowIfNotEmpty();
        return digest.HasNoParameters
            ? SignatureParameters.KnownDigest(digest.Oid)
            : throw SignatureParameters.Malformed("A digest of RSASSA-PSS has parameters.");
    }

    private static HashAlgorithmName Mask(AsnReader? field)
    {
        if (field is null)
        {
            return HashAlgorithmName.SHA1;
        }

        AlgorithmId mask = AlgorithmId.Read(field);
        field.ThrowIfNotEmpty();
        return mask.Oid == Oids.Mgf1
            ? Digest(new AsnReader(mask.Parameters, AsnEncodingRules.BER))
            : throw new UnsupportedAlgorithmException(mask.Oid, "Only MGF1 is a mask generation function of RSASSA-PSS.");
    }

    private static int Integer(AsnReader? field, int otherwise)
    {
        if (field is null)
        {
            return otherwise;
        }

        int value = field.TryReadInt32(out int read) ? read : -1;
        field.ThrowIfNotEmpty();
        return value;
    }
}
