using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Errors;
using Bridge.Smime.Trust.Signatures;
using Bridge.Smime.Trust.Validation;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Revocation.Ocsp;

/// <summary>One SingleResponse (RFC 6960 section 4.2.1).</summary>
/// <param name="Id">The certificate it speaks of.</param>
/// <param name="Revoked">Set when it is revoked.</param>
/// <param name="IsGood">Neither revoked nor unknown.</param>
internal sealed record OcspAnswer(OcspCertId Id, RevocationEntry? Revoked, bool IsGood, DateTimeOffset ThisUpdate, DateTimeOffset? NextUpdate);

/// <summary>A BasicOCSPResponse, taken apart; nothing in it is believed before its signer is.</summary>
internal sealed class OcspResponse
{
    private const string Basic = "1.3.6.1.5.5.7.48.1.1";
    private const int MaximumBytes = 1 << 18;
    private const int MaximumCertificates = 8;
    private const int MaximumAnswers = 200;

    private OcspResponse(ReadOnlyMemory<byte> basic)
    {
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(basic.Span));
        AsnReader sequence = new AsnReader(basic, AsnEncodingRules.BER).ReadSequence();
        Parts = SignedObject.Read(sequence);
        if (sequence.OptionalContent(0) is { } certificates)
        {
            Certificates = ReadCertificates(new AsnReader(certificates, AsnEncodingRules.BER).ReadSequence());
        }

        ReadData(new AsnReader(Parts.Signed, AsnEncodingRules.BER).ReadSequence());
    }

    public string Sha256 { get; }

    public SignedObject Parts { get; }

    public IReadOnlyList<Certificate> Certificates { get; } = [];

    public DistinguishedName? ResponderName { get; private set; }

    public ReadOnlyMemory<byte> ResponderKeyHash { get; private set; }

    public DateTimeOffset ProducedAt { get; private set; }

    public IReadOnlyList<OcspAnswer> Answers { get; private set; } = [];

    public ReadOnlyMemory<byte>? Nonce { get; private set; }

    /// <summary>Whether an extension that must be understood is not.</summary>
    public bool HasUnknownCritical { get; private set; }

    /// <exception cref="MalformedException">Code <c>ocsp-malformed</c>, <c>ocsp-refused</c> when the responder answered with an error, <c>limit-ocsp</c>.</exception>
    public static OcspResponse Read(ReadOnlyMemory<byte> der)
    {
        if (der.Length > MaximumBytes)
        {
            throw new MalformedException("limit-ocsp", "The OCSP response is too large.");
        }

        try
        {
            return new OcspResponse(BasicPart(der));
        }
        catch (Exception e) when (e is AsnContentException or ArgumentException or OverflowException)
        {
            throw new MalformedException("ocsp-malformed", "Not an OCSP response, or a damaged one.", e);
        }
    }

    /// <summary>Whether the response says that this key made it.</summary>
    public bool IsBy(Certificate responder) =>
        ResponderName is not null
            ? ResponderName.Equals(responder.SubjectName)
            : SHA1.HashData(OcspCertId.KeyBits(responder.SubjectPublicKeyInfo)).AsSpan().SequenceEqual(ResponderKeyHash.Span);

    private static ReadOnlyMemory<byte> BasicPart(ReadOnlyMemory<byte> der)
    {
        AsnReader response = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        if (response.ReadEnumeratedBytes().Span is not [0])
        {
            throw new MalformedException("ocsp-refused", "The responder gave no answer.");
        }

        AsnReader bytes = response.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        return bytes.ReadObjectIdentifier() == Basic ? bytes.ReadOctetString() : throw new AsnContentException("Not a basic response.");
    }

    private static List<Certificate> ReadCertificates(AsnReader sequence)
    {
        List<Certificate> found = [];
        while (sequence.HasData && found.Count < MaximumCertificates)
        {
            found.Add(Certificate.FromDer(sequence.ReadEncodedValue()));
        }

        return found;
    }

    private void ReadData(AsnReader data)
    {
        data.OptionalContent(0); // version
        if (data.OptionalContent(1) is { } name)
        {
            ResponderName = DistinguishedName.Read(name);
        }
        else
        {
            ResponderKeyHash = data.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 2)).ReadOctetString();
        }

        ProducedAt = data.ReadGeneralizedTime();
        Answers = ReadAnswers(data.ReadSequence());
        if (data.OptionalContent(1) is { } extensions)
        {
            ReadExtensions(new AsnReader(extensions, AsnEncodingRules.BER).ReadSequence());
        }
    }

    private List<OcspAnswer> ReadAnswers(AsnReader sequence)
    {
        List<OcspAnswer> found = [];
        while (sequence.HasData && found.Count < MaximumAnswers)
        {
            found.Add(ReadAnswer(sequence.ReadSequence()));
        }

        return found;
    }

    private OcspAnswer ReadAnswer(AsnReader answer)
    {
        OcspCertId id = OcspCertId.Read(answer);
        Asn1Tag status = answer.PeekTag();
        RevocationEntry? revoked = status.TagValue == 1 ? ReadRevoked(answer.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 1))) : null;
        if (revoked is null)
        {
            answer.ReadEncodedValue();
        }

        DateTimeOffset thisUpdate = answer.ReadGeneralizedTime();
        DateTimeOffset? nextUpdate = answer.OptionalContent(0) is { } next ? new AsnReader(next, AsnEncodingRules.BER).ReadGeneralizedTime() : null;
        if (answer.OptionalContent(1) is { } extensions)
        {
            ReadExtensions(new AsnReader(extensions, AsnEncodingRules.BER).ReadSequence());
        }

        return new OcspAnswer(id, revoked, status.HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, 0)), thisUpdate, nextUpdate);
    }

    private static RevocationEntry ReadRevoked(AsnReader revoked)
    {
        DateTimeOffset when = revoked.ReadGeneralizedTime();
        int reason = revoked.OptionalContent(0) is { } given && new AsnReader(given, AsnEncodingRules.BER).ReadEnumeratedBytes().Span is [byte number] ? number : 0;
        return new RevocationEntry(when, reason);
    }

    private void ReadExtensions(AsnReader extensions)
    {
        while (extensions.HasData)
        {
            AsnReader extension = extensions.ReadSequence();
            string oid = extension.ReadObjectIdentifier();
            bool critical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            byte[] value = extension.ReadOctetString();
            if (oid == OcspRequest.NonceOid)
            {
                Nonce = new AsnReader(value, AsnEncodingRules.BER).ReadOctetString();
            }
            else
            {
                HasUnknownCritical |= critical;
            }
        }
    }
}
