using System.Globalization;
using Bridge.Smime.Values;

namespace Bridge.Smime.Verdicts;

/// <summary>
/// What the signer's claimed time can spoil. It never makes anything good: validity is judged now, or as of our own record
/// of the first verification.
/// </summary>
public static class TimeRules
{
    /// <summary>How far Date and signing time may lie apart.</summary>
    public static readonly TimeSpan DateTolerance = TimeSpan.FromHours(1);

    /// <summary>How far ahead of us a signer's clock may be.</summary>
    public static readonly TimeSpan FutureTolerance = TimeSpan.FromDays(1);

    /// <summary>Findings, each of which keeps the signer from being valid.</summary>
    public static IReadOnlyList<Finding> Judge(DateTimeOffset? signingTime, Certificate certificate, DateTimeOffset? date, DateTimeOffset at)
    {
        if (signingTime is not { } claimed)
        {
            return [];
        }

        List<Finding> findings = [];
        if (claimed < certificate.NotBefore || claimed > certificate.NotAfter)
        {
            findings.Add(Finding.Warning(
                FindingCodes.SigningTimeOutsideValidity,
                ("signingTime", Iso(claimed)),
                ("notBefore", Iso(certificate.NotBefore)),
                ("notAfter", Iso(certificate.NotAfter))));
        }

        if (claimed > at + FutureTolerance)
        {
            findings.Add(Finding.Warning(FindingCodes.SigningTimeInFuture, ("signingTime", Iso(claimed))));
        }

        if (date is { } written && (claimed - written).Duration() > DateTolerance)
        {
            findings.Add(Finding.Warning(FindingCodes.SigningTimeDiffersFromDate, ("signingTime", Iso(claimed)), ("date", Iso(written))));
        }

        return findings;
    }

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
