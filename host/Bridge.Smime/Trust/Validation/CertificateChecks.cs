using System.Globalization;
using System.Security.Cryptography;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Policy;
using Bridge.Smime.Trust.Signatures;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Validation;

/// <summary>What is asked of each certificate by itself: signature, algorithms allowed by policy, validity period.</summary>
internal sealed class CertificateChecks(ObjectSignatures signatures, SmimePolicy policy, Budget budget)
{
    public void CheckSignature(PathNotes notes, int step, Certificate certificate, ReadOnlyMemory<byte> issuerKey)
    {
        SignatureCheck check = signatures.Verify(certificate, issuerKey, policy.Limits, budget);
        switch (check.Status)
        {
            case SignatureCheckStatus.Good:
                CheckAlgorithm(notes, step, check);
                break;
            case SignatureCheckStatus.Malformed:
                notes.Fail(step, ChainStatus.Malformed, FindingCodes.CertificateSignatureBad);
                break;
            case SignatureCheckStatus.Unsupported:
                notes.Fail(step, ChainStatus.Untrusted, FindingCodes.CertificateAlgorithmUnsupported, ("algorithm", check.AlgorithmName));
                break;
            default:
                notes.Fail(step, ChainStatus.Untrusted, FindingCodes.CertificateSignatureBad);
                break;
        }
    }

    public void CheckKey(PathNotes notes, int step, Certificate certificate)
    {
        if (certificate.KeyAlgorithm is KeyAlgorithm.Rsa or KeyAlgorithm.RsaPss && certificate.KeyBits < policy.MinimumRsaBits)
        {
            notes.Fail(step, ChainStatus.Constrained, FindingCodes.CertificateRsaShort, ("bits", Number(certificate.KeyBits)), ("minimum", Number(policy.MinimumRsaBits)));
        }

        if (certificate.KeyAlgorithm == KeyAlgorithm.Dsa && !policy.AcceptDsa)
        {
            notes.Fail(step, ChainStatus.Constrained, FindingCodes.CertificateDsa);
        }
    }

    public static void CheckTime(PathNotes notes, int step, Certificate certificate, DateTimeOffset at)
    {
        if (at < certificate.NotBefore)
        {
            notes.Fail(step, ChainStatus.NotYetValid, FindingCodes.CertificateNotYetValid, ("from", Moment.Text(certificate.NotBefore)));
        }

        if (at > certificate.NotAfter)
        {
            notes.Fail(step, ChainStatus.Expired, FindingCodes.CertificateExpired, ("until", Moment.Text(certificate.NotAfter)));
        }
    }

    private void CheckAlgorithm(PathNotes notes, int step, SignatureCheck check)
    {
        if (check.Digest != HashAlgorithmName.SHA1)
        {
            return;
        }

        if (policy.AcceptSha1)
        {
            notes.Remark(step, Finding.Warning(FindingCodes.CertificateSha1, notes.WithSubject(step, [])));
        }
        else
        {
            notes.Fail(step, ChainStatus.Constrained, FindingCodes.CertificateSha1);
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
