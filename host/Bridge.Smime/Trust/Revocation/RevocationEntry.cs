using System.Globalization;

namespace Bridge.Smime.Trust.Revocation;

/// <summary>What a revocation list says of one certificate.</summary>
/// <param name="RevokedAt">revocationDate.</param>
/// <param name="Reason">CRLReason number; 0 when none is given.</param>
internal sealed record RevocationEntry(DateTimeOffset RevokedAt, int Reason)
{
    public const int CertificateHold = 6;
    public const int RemoveFromCrl = 8;

    /// <summary>
    /// Whether the certificate counts as revoked at a moment. Data current at that moment decides by itself. Older or newer
    /// data still tells a revocation before that moment, unless it was a hold, which may have been lifted; and a key known
    /// to be compromised later is not believed earlier either.
    /// </summary>
    public bool AppliesAt(DateTimeOffset at, bool isCurrent) =>
        isCurrent || (Reason != CertificateHold && (RevokedAt <= at || Reason is 1 or 2));

    /// <summary>RFC 5280 section 5.3.1 spelling.</summary>
    public static string ReasonName(int reason) => reason switch
    {
        0 => "unspecified",
        1 => "keyCompromise",
        2 => "cACompromise",
        3 => "affiliationChanged",
        4 => "superseded",
        5 => "cessationOfOperation",
        CertificateHold => "certificateHold",
        RemoveFromCrl => "removeFromCRL",
        9 => "privilegeWithdrawn",
        10 => "aACompromise",
        _ => reason.ToString(CultureInfo.InvariantCulture),
    };
}
