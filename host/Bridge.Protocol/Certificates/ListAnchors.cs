using System.Text.Json.Serialization;
using Bridge.Protocol.Json;
using Bridge.Protocol.Values;

namespace Bridge.Protocol.Certificates;

/// <summary>Lists the trust anchors for mail that policy lets count.</summary>
public sealed record ListAnchors(long Id) : Request<AnchorList>(Id);

/// <param name="Anchors">The user's own first.</param>
public sealed record AnchorList(IReadOnlyList<Anchor> Anchors);

/// <param name="Certificate">The anchor's certificate.</param>
/// <param name="Source">Where the anchor comes from.</param>
/// <param name="DistrustAfter">Mail certificates issued after this moment are not trusted.</param>
/// <param name="OnlyFor">Set when it is no authority, but a person's certificate that is trusted by itself for this address.</param>
public sealed record Anchor(CertificateSummary Certificate, AnchorSource Source, DateTimeOffset? DistrustAfter = null, string? OnlyFor = null);

[JsonConverter(typeof(KebabCaseEnum<AnchorSource>))]
public enum AnchorSource
{
    User,
    Mozilla,
    System,
}
