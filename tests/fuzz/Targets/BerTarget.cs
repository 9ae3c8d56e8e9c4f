using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Attributes;
using Bridge.Smime.Cms.Content;
using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Cms.Reading;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Policy;
using Bridge.Smime.Trust.Names;
using Bridge.Smime.Trust.Validation;
using Bridge.Smime.Values;

namespace Bridge.Fuzz.Targets;

/// <summary>The streaming BER reader, and every structure that is taken out of it whole.</summary>
internal static class BerTarget
{
    private static readonly Limits s_limits = new();

    public static void Take(byte[] input)
    {
        foreach (Action<byte[]> read in Readers)
        {
            FuzzTarget.Try(() => read(input));
        }
    }

    private static readonly Action<byte[]>[] Readers =
    [
        Walk,
        input => CmsObject.Open(new UnevenStream(input), s_limits).Close(),
        input => Describe(Certificate.FromDer(input)),
        input => SignerInfo.Parse(input),
        input => RecipientInfo.Parse(input, s_limits),
        input => Describe(CmsAttributes.Read(input)),
        input => Describe(AlgorithmId.Decode(input)),
        input => PublicKeyInfo.Read(input, s_limits),
        input => RsaPublicKey.Read(input, s_limits),
        input => _ = DistinguishedName.Read(input).Key + NameText.Of(input),
        input => PssParameters.Read(input),
        input => OaepParameters.Read(input),
    ];

    // Goes into everything constructed, reads every second octet string as a stream, takes or skips the rest.
    private static void Walk(byte[] input)
    {
        BerReader ber = new(new UnevenStream(input), s_limits);
        int depth = 0;
        for (int turn = 0; depth > 0 || !ber.AtEnd; turn++)
        {
            if (depth > 0 && ber.AtEnd)
            {
                ber.Leave();
                depth--;
                continue;
            }

            BerHeader header = ber.Peek();
            if (header.IsUniversal(BerHeader.OctetString) && turn % 2 == 0)
            {
                ber.OpenOctets().CopyTo(Stream.Null);
            }
            else if (header.Constructed)
            {
                ber.Enter(header.Class, header.Number);
                depth++;
            }
            else if (turn % 3 == 0)
            {
                ber.SkipElement();
            }
            else
            {
                ber.ReadElement();
            }
        }
    }

    private static void Describe(Certificate certificate)
    {
        _ = $"{certificate.Subject} {certificate.Issuer} {certificate.KeyAlgorithm} {certificate.KeyBits} {string.Join(",", certificate.Addresses)}";
        CertificateProfile profile = CertificateProfile.Of(certificate);
        _ = profile.Malformed;
        _ = ContentKeys.CanWrap(certificate);
    }

    private static void Describe(CmsAttributes attributes)
    {
        FuzzTarget.Try(() => SignerAttributes.ContentType(attributes));
        FuzzTarget.Try(() => SignerAttributes.MessageDigest(attributes));
        FuzzTarget.Try(() => SignerAttributes.Capabilities(attributes));
    }

    private static void Describe(AlgorithmId algorithm)
    {
        FuzzTarget.Try(() => SignatureParameters.Read(algorithm, null));
        FuzzTarget.Try(() => NamedCurve.Read(algorithm));
        FuzzTarget.Try(() => KeyWrap.Read(algorithm));
        FuzzTarget.Try(() => ContentParameters.ReadAead(algorithm));
        FuzzTarget.Try(() => ContentParameters.ReadRc2(algorithm));
    }
}
