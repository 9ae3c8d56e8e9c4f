using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Trust.Signatures;
using Bridge.Smime.Trust.Validation;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Revocation.Ocsp;

/// <summary>Judges an OCSP response (RFC 6960 section 3.2): for this certificate, by an authorised responder, fresh at the moment in question.</summary>
internal sealed class OcspChecker(ObjectSignatures signatures, SmimePolicy policy, Budget budget, CrlChecker crls, DateTimeOffset at)
{
    private const string Source = "ocsp";
    private const string OcspSigning = "1.3.6.1.5.5.7.3.9";

    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(5);

    // A response without nextUpdate says that newer data is always to be had; it is believed for a day.
    private static readonly TimeSpan s_undatedLife = TimeSpan.FromDays(1);

    /// <param name="der">The OCSPResponse.</param>
    /// <param name="subject">Whom it should be about.</param>
    /// <param name="nonce">What was asked with; null for a stored response. A responder may leave it out, but not change it.</param>
    public RevocationOutcome Check(ReadOnlyMemory<byte> der, RevocationSubject subject, byte[]? nonce)
    {
        try
        {
            OcspResponse response = OcspResponse.Read(der);
            return Distrust(response, subject, nonce) is { } reason
                ? RevocationOutcome.BadOcsp(reason)
                : Judge(response, subject) with { Evidence = [(true, der)] };
        }
        catch (MalformedException e)
        {
            return RevocationOutcome.BadOcsp(e.Code);
        }
        catch (AsnContentException)
        {
            return RevocationOutcome.BadOcsp("ocsp-malformed");
        }
    }

    private string? Distrust(OcspResponse response, RevocationSubject subject, byte[]? nonce)
    {
        if (response.HasUnknownCritical)
        {
            return "critical-extension";
        }

        return nonce is not null && response.Nonce is { } echoed && !echoed.Span.SequenceEqual(nonce) ? "nonce" : SignerFault(response, subject);
    }

    private RevocationOutcome Judge(OcspResponse response, RevocationSubject subject)
    {
        OcspAnswer? answer = response.Answers.Where(a => a.Id.Names(subject)).MaxBy(a => a.ThisUpdate);
        if (answer is null)
        {
            return RevocationOutcome.BadOcsp("other-certificate");
        }

        if (answer.Revoked is { } revoked && revoked.Reason != RevocationEntry.RemoveFromCrl)
        {
            return revoked.AppliesAt(at, IsFresh(answer)) ? RevocationOutcome.Revoked(Source, revoked, answer.ThisUpdate) : RevocationOutcome.BadOcsp("outdated");
        }

        return !answer.IsGood ? RevocationOutcome.BadOcsp("responder-does-not-know")
            : IsFresh(answer) ? RevocationOutcome.Good(Source, answer.ThisUpdate)
            : RevocationOutcome.BadOcsp(answer.ThisUpdate > at ? "from-the-future" : "outdated");
    }

    private bool IsFresh(OcspAnswer answer) =>
        answer.ThisUpdate <= at + s_skew && at <= (answer.NextUpdate ?? answer.ThisUpdate + s_undatedLife) + s_skew;

    // RFC 6960 section 4.2.2.2: the issuer itself, or a responder that the issuer's same key certified for it.
    private string? SignerFault(OcspResponse response, RevocationSubject subject)
    {
        if (response.IsBy(subject.Issuer.Certificate) && IsSignedBy(response, subject.IssuerKey))
        {
            return null;
        }

        string fault = "responder-unknown";
        foreach (Certificate responder in response.Certificates.Where(response.IsBy))
        {
            if (DelegationFault(responder, subject) is { } reason)
            {
                fault = reason;
            }
            else if (IsSignedBy(response, responder.SubjectPublicKeyInfo))
            {
                return null;
            }
            else
            {
                fault = "bad-signature";
            }
        }

        return fault;
    }

    private bool IsSignedBy(OcspResponse response, ReadOnlyMemory<byte> key) =>
        IsAcceptable(signatures.Verify(response.Sha256, () => response.Parts, key, policy.Limits, budget));

    private bool IsAcceptable(SignatureCheck check) =>
        check.Status == SignatureCheckStatus.Good && (policy.AcceptSha1 || check.Digest != HashAlgorithmName.SHA1);

    private string? DelegationFault(Certificate responder, RevocationSubject subject)
    {
        CertificateProfile profile = CertificateProfile.Of(responder);
        if (!responder.IssuerName.Equals(subject.Issuer.Certificate.SubjectName)
            || !IsAcceptable(signatures.Verify(responder, subject.IssuerKey, policy.Limits, budget)))
        {
            return "responder-not-authorised";
        }

        if (profile.ExtendedKeyUsage?.Contains(OcspSigning) != true
            || !profile.Allows(Org.BouncyCastle.Asn1.X509.KeyUsage.DigitalSignature)
            || profile.Malformed is not null || profile.UnknownCritical is not null)
        {
            return "responder-not-authorised";
        }

        if (at < responder.NotBefore || at > responder.NotAfter)
        {
            return "responder-out-of-time";
        }

        return profile.IsOcspNoCheck ? null : ResponderRevocation(responder, subject);
    }

    // Without id-pkix-ocsp-nocheck the responder itself may be revoked; only lists are asked, so that no circle arises.
    private string? ResponderRevocation(Certificate responder, RevocationSubject subject)
    {
        RevocationSubject asked = subject with { Certificate = new Building.PathLink(responder, "message") };
        return crls.Check(asked).Answer switch
        {
            RevocationAnswer.Good => null,
            RevocationAnswer.Revoked => "responder-revoked",
            _ => policy.Revocation == RevocationMode.Hard ? "responder-unchecked" : null,
        };
    }
}
