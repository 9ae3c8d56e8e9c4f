using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Trust;
using Bridge.Smime.Trust.Fetching;
using Bridge.Smime.Trust.Names;
using Bridge.Smime.Trust.Validation;
using Bridge.Smime.Values;

namespace Bridge.Smime.Verdicts;

/// <summary>Which fixes can help a signer. Whether they do is found out by judging it again as if they had been made.</summary>
public static class FixRules
{
    /// <summary>A certificate larger than this is not handed out to be trusted.</summary>
    private const int LargestCertificate = 16 << 10;

    private const string CaIssuers = "1.3.6.1.5.5.7.48.2";
    private const string Ocsp = "1.3.6.1.5.5.7.48.1";

    /// <param name="signer">The signer as judged.</param>
    /// <param name="certificate">Its certificate.</param>
    /// <param name="policy">Policy in force.</param>
    /// <param name="suppose">The signer's status if this anchor were trusted.</param>
    public static IReadOnlyList<Fix> Find(SignerReport signer, Certificate certificate, SmimePolicy policy, Func<TrustAnchor, SignatureStatus> suppose)
    {
        if (signer.Digest != DigestStatus.Intact || signer.Status == SignatureStatus.Invalid)
        {
            return [];
        }

        List<Fix> fixes = signer is { Status: SignatureStatus.Unverified, Chain: ChainStatus.Untrusted } ? OfTrust(signer, certificate, policy, suppose) : [];
        if (signer.Revocation == RevocationAnswer.Unknown && signer.Chain is ChainStatus.Valid or ChainStatus.RevocationUnknown && MayTellRevocation(certificate, policy))
        {
            fixes.Add(new Fix(FixKind.CheckRevocation, NeedsNetwork: !policy.NetworkEnabled));
        }

        return fixes;
    }

    /// <summary>
    /// Whether a certificate can be trusted by itself for an address: it must name that one and no other, for nobody can be compared with but
    /// the person who has it.
    /// </summary>
    public static bool IsOnlyFor(Certificate certificate, string address, SmimePolicy policy) =>
        AddressRules.Of(certificate, policy) is { Count: > 0 } addresses && addresses.All(a => MailAddresses.Same(a, address));

    private static List<Fix> OfTrust(SignerReport signer, Certificate certificate, SmimePolicy policy, Func<TrustAnchor, SignatureStatus> suppose)
    {
        List<Fix> fixes = [];
        Certificate top = signer.Path[^1].Certificate;
        bool authority = signer.Path.Count > 1 && CertificateProfile.Of(top).IsAuthority == true;
        if (authority && Helps(suppose, new TrustAnchor(top, "user")) && IsSmall(top))
        {
            fixes.Add(new Fix(FixKind.TrustAuthority, top));
        }

        string? address = signer.AddressMatch == AddressMatch.Match ? signer.Address : null;
        bool person = address is not null && IsOnlyFor(certificate, address, policy) && Helps(suppose, new TrustAnchor(certificate, "user", OnlyFor: address));
        if (person && IsSmall(certificate))
        {
            fixes.Add(new Fix(FixKind.CompareFingerprint, certificate));
        }

        if (MayGiveIssuer(top) && (fixes.Count > 0 || Helps(suppose, new TrustAnchor(top, "user", OnlyFor: address))))
        {
            fixes.Add(new Fix(FixKind.FetchIssuer, NeedsNetwork: !policy.NetworkEnabled));
        }

        return fixes;
    }

    private static bool Helps(Func<TrustAnchor, SignatureStatus> suppose, TrustAnchor anchor) => suppose(anchor) == SignatureStatus.Valid;

    private static bool IsSmall(Certificate certificate) => certificate.Der.Length <= LargestCertificate;

    private static bool MayGiveIssuer(Certificate top) =>
        !top.SubjectName.Equals(top.IssuerName) && HasAddress(AccessOf(top, CaIssuers));

    private static bool MayTellRevocation(Certificate certificate, SmimePolicy policy)
    {
        IEnumerable<GeneralName> lists = CertificateProfile.Of(certificate).DistributionPoints.SelectMany(p => p.Names);
        return policy.Revocation != RevocationMode.Off && !policy.RevocationOffline
            && ((policy.UseOcsp && HasAddress(AccessOf(certificate, Ocsp))) || (policy.UseCrl && HasAddress(lists)));
    }

    private static IEnumerable<GeneralName> AccessOf(Certificate certificate, string method) =>
        CertificateProfile.Of(certificate).Access.Where(a => a.Method == method).Select(a => a.Location);

    private static bool HasAddress(IEnumerable<GeneralName> names) => Downloads.Addresses(names).Any();
}
