using System.Text.Json.Serialization;
using Bridge.Protocol.Certificates;
using Bridge.Protocol.Json;

namespace Bridge.Protocol.Reports;

/// <summary>What the user can do so that a signer is judged better; told only where it helps, or may.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Certificate">The certificate to trust.</param>
/// <param name="NeedsNetwork">True when the policy forbids the look-up that it takes.</param>
public sealed record Fix(FixKind Kind, InspectedAnchor? Certificate = null, bool? NeedsNetwork = null);

[JsonConverter(typeof(KebabCaseEnum<FixKind>))]
public enum FixKind
{
    /// <summary>Trust this authority for mail (<c>anchors.add</c>).</summary>
    TrustAuthority,
    /// <summary>Compare this certificate with the person, and trust it by itself (<c>certificates.trust</c>).</summary>
    CompareFingerprint,
    /// <summary>Ask again for the missing issuer (<c>message.open</c> with <c>again</c>).</summary>
    FetchIssuer,
    /// <summary>Ask again whether the certificate is revoked (<c>message.open</c> with <c>again</c>).</summary>
    CheckRevocation,
}
