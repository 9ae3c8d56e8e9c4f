using System.Security.Cryptography;
using Bridge.Smime.Policy;
using Bridge.Smime.Values;

namespace Bridge.Smime.Verdicts;

/// <summary>Which signature algorithms a verdict may rest on. What policy tolerates is still said.</summary>
public static class AlgorithmRules
{
    public static IReadOnlyList<Finding> Judge(Certificate certificate, HashAlgorithmName? digest, SmimePolicy policy)
    {
        List<Finding> findings = [];
        if (digest == HashAlgorithmName.SHA1)
        {
            findings.Add(Weak(policy.AcceptSha1, FindingCodes.SignatureSha1));
        }

        if (certificate.KeyAlgorithm == KeyAlgorithm.Dsa)
        {
            findings.Add(Weak(policy.AcceptDsa, FindingCodes.SignatureDsa));
        }

        if (certificate.KeyAlgorithm is KeyAlgorithm.Rsa or KeyAlgorithm.RsaPss && certificate.KeyBits < policy.MinimumRsaBits)
        {
            findings.Add(Finding.Error(
                FindingCodes.SignatureKeyShort,
                ("bits", $"{certificate.KeyBits}"),
                ("minimum", $"{policy.MinimumRsaBits}")));
        }

        return findings;
    }

    private static Finding Weak(bool accepted, string code) => accepted ? Finding.Warning(code) : Finding.Error(code);
}
