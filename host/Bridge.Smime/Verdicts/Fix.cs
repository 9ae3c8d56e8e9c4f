using Bridge.Smime.Values;

namespace Bridge.Smime.Verdicts;

/// <summary>What the user can do about a signer that is not judged as well as it might be.</summary>
public enum FixKind
{
    /// <summary>Trust the authority for mail, after comparing its fingerprint.</summary>
    TrustAuthority,
    /// <summary>Compare the signer's own fingerprint with that person, and trust the certificate by itself.</summary>
    CompareFingerprint,
    /// <summary>Ask once more for the issuer that is missing, at the address that the certificate gives.</summary>
    FetchIssuer,
    /// <summary>Ask once more whether the certificate is revoked.</summary>
    CheckRevocation,
}

/// <summary>One way on. It is offered only where it changes the verdict, or may: trust and looking up decide nothing else.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Certificate">The certificate to trust; null where nothing is trusted.</param>
/// <param name="NeedsNetwork">Whether the policy forbids the look-up that it takes (<c>network.enabled</c>).</param>
public sealed record Fix(FixKind Kind, Certificate? Certificate = null, bool NeedsNetwork = false);
