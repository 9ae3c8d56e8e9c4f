using Bridge.Smime.Trust.Names;
using Bridge.Smime.Trust.Validation;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Revocation;

/// <summary>Whether a list speaks of a certificate (RFC 5280 section 6.3.3 b): a pure rule.</summary>
internal static class CrlScope
{
    /// <summary>The point assumed for every certificate beside its own: a list of its issuer, for all reasons.</summary>
    public static DistributionPoint Implied(Certificate certificate) =>
        new([GeneralName.OfDirectory(certificate.IssuerDer)], DistributionPoint.AllReasons, []);

    /// <summary>Null when it does; else why not.</summary>
    public static string? Refusal(RevocationList list, DistributionPoint point, Certificate certificate)
    {
        if (!IssuerMatches(list, point, certificate))
        {
            return "other-issuer";
        }

        if (!PointMatches(list.Scope, point))
        {
            return "other-distribution-point";
        }

        bool isAuthority = CertificateProfile.Of(certificate).IsAuthority == true;
        bool kindMatches = !(list.Scope.OnlyUserCertificates && isAuthority)
            && !(list.Scope.OnlyAuthorityCertificates && !isAuthority)
            && !list.Scope.OnlyAttributeCertificates;
        return kindMatches ? null : "other-kind-of-certificate";
    }

    private static bool IssuerMatches(RevocationList list, DistributionPoint point, Certificate certificate) =>
        point.Issuers.Count == 0
            ? list.IssuerName.Equals(certificate.IssuerName)
            : list.Scope.IsIndirect && point.Issuers.Any(i => list.IssuerName.Equals(i.Directory));

    private static bool PointMatches(IssuingDistributionPoint scope, DistributionPoint point)
    {
        IReadOnlyList<GeneralName> names = point.Names.Count > 0 ? point.Names : point.Issuers;
        return scope.Names.Count == 0 || scope.Names.Any(a => names.Any(a.IsSameAs));
    }
}
