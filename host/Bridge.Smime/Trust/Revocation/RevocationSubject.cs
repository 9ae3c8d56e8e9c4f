using Bridge.Smime.Ports;
using Bridge.Smime.Trust.Building;
using Bridge.Smime.Trust.Validation;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Revocation;

/// <summary>A certificate whose revocation is asked, with its place in a path that is otherwise good.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Issuer">Its issuer in the path.</param>
/// <param name="IssuerKey">The issuer's key, inherited parameters filled in.</param>
/// <param name="Anchor">The path's anchor: revocation data must come from under the same one (RFC 5280 section 6.3.3 f).</param>
internal sealed record RevocationSubject(PathLink Certificate, PathLink Issuer, ReadOnlyMemory<byte> IssuerKey, TrustAnchor Anchor)
{
    public Certificate Value => Certificate.Certificate;

    public CertificateProfile Profile => CertificateProfile.Of(Certificate.Certificate);
}

/// <summary>The answer for one certificate.</summary>
/// <param name="Answer">Good, Revoked or Unknown.</param>
/// <param name="AsOf">thisUpdate of the oldest data that the answer rests on.</param>
/// <param name="Finding">The answer in words; for Unknown the last reason met.</param>
internal sealed record RevocationOutcome(RevocationAnswer Answer, DateTimeOffset? AsOf, Finding Finding)
{
    /// <summary>What told it: whether it is an OCSP answer, and its bytes.</summary>
    public IReadOnlyList<(bool IsOcsp, ReadOnlyMemory<byte> Der)> Evidence { get; init; } = [];

    public static RevocationOutcome Good(string source, DateTimeOffset asOf) =>
        new(RevocationAnswer.Good, asOf, Finding.Info(FindingCodes.RevocationGood, ("source", source), ("asOf", Moment.Text(asOf))));

    public static RevocationOutcome Revoked(string source, RevocationEntry entry, DateTimeOffset asOf) =>
        new(RevocationAnswer.Revoked, asOf, Finding.Error(
            FindingCodes.RevocationRevoked,
            ("source", source),
            ("date", Moment.Text(entry.RevokedAt)),
            ("reason", RevocationEntry.ReasonName(entry.Reason))));

    /// <summary>Nothing was found to ask.</summary>
    public static RevocationOutcome NoData { get; } = Unknown("no-data");

    public static RevocationOutcome Unknown(string reason) =>
        new(RevocationAnswer.Unknown, null, Finding.Warning(FindingCodes.RevocationUnknown, ("reason", reason)));

    /// <summary>A list could not be used.</summary>
    public static RevocationOutcome BadCrl(string reason) =>
        new(RevocationAnswer.Unknown, null, Finding.Warning(FindingCodes.CrlUnusable, ("reason", reason)));

    public static RevocationOutcome BadOcsp(string reason) =>
        new(RevocationAnswer.Unknown, null, Finding.Warning(FindingCodes.OcspUnusable, ("reason", reason)));
}
