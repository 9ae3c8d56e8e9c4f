using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Cms.Attributes;
using Bridge.Smime.Errors;
using Bridge.Smime.Values;

namespace Bridge.Smime.Cms.Reading;

/// <summary>One SignerInfo (RFC 5652 section 5.3), taken apart and not yet checked.</summary>
/// <param name="Signer">Which certificate it names.</param>
/// <param name="DigestAlgorithm">digestAlgorithm.</param>
/// <param name="SignedAttributes">Null when the signature is over the content itself.</param>
/// <param name="SignatureAlgorithm">signatureAlgorithm.</param>
/// <param name="Signature">The signature value.</param>
internal sealed record SignerInfo(
    CertificateIdentifier Signer,
    AlgorithmId DigestAlgorithm,
    CmsAttributes? SignedAttributes,
    AlgorithmId SignatureAlgorithm,
    byte[] Signature)
{
    private static readonly Asn1Tag s_signedAttributes = new(TagClass.ContextSpecific, 0);

    /// <summary>SHA-256 of the signature value, lower-case hex: names this very signature in our own records.</summary>
    public string SignatureSha256 => Convert.ToHexStringLower(SHA256.HashData(Signature));

    /// <exception cref="MalformedException">Code <c>signer-malformed</c>.</exception>
    public static SignerInfo Parse(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            AsnReader sequence = new AsnReader(encoded, AsnEncodingRules.BER, new AsnReaderOptions { SkipSetSortOrderVerification = true }).ReadSequence();
            sequence.ReadInteger();
            CertificateIdentifier signer = CertificateIdentifiers.Signer(sequence);
            AlgorithmId digest = AlgorithmId.Read(sequence);
            CmsAttributes? attributes = sequence.PeekTag().HasSameClassAndValue(s_signedAttributes)
                ? CmsAttributes.Read(sequence.ReadEncodedValue())
                : null;
            AlgorithmId signature = AlgorithmId.Read(sequence);
            return new SignerInfo(signer, digest, attributes, signature, sequence.ReadOctetString());
        }
        catch (AsnContentException e)
        {
            throw new MalformedException("signer-malformed", "A SignerInfo is malformed.", e);
        }
    }
}
