using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Values;

namespace Bridge.Smime.Cms.Attributes;

/// <summary>
/// signingCertificate and signingCertificateV2 (RFC 5035): a digest of the signer's own certificate under the signature.
/// Only the first ESSCertID counts; it names the signer's.
/// </summary>
public static class SigningCertificateReference
{
    /// <summary>Null when neither attribute is there; false when one names another certificate, is malformed or uses an unknown digest.</summary>
    public static bool? Matches(CmsAttributes attributes, Certificate signer)
    {
        bool? old = Check(attributes, Oids.SigningCertificate, signer, 1);
        bool? second = Check(attributes, Oids.SigningCertificateV2, signer, 2);
        return old is false || second is false ? false : old ?? second;
    }

    private static bool? Check(CmsAttributes attributes, string oid, Certificate signer, int version)
    {
        if (!attributes.Has(oid))
        {
            return null;
        }

        if (attributes.Single(oid) is not { } value)
        {
            return false;
        }

        try
        {
            AsnReader first = new AsnReader(value, AsnEncodingRules.BER).ReadSequence().ReadSequence().ReadSequence();
            HashAlgorithmName? digest = version == 1 ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;
            if (version == 2 && first.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
            {
                digest = Digests.ByOid(AlgorithmId.Read(first).Oid);
            }

            return digest is { } name && first.ReadOctetString().AsSpan().SequenceEqual(ContentDigest.Compute(name, signer.Der.Span));
        }
        catch (Exception e) when (e is AsnContentException or Errors.MalformedException)
        {
            return false;
        }
    }
}
