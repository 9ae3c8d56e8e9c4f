namespace Bridge.Protocol.Certificates;

/// <summary>Reads a file of authorities' certificates so that the user can compare fingerprints; stores nothing. Content in: the file.</summary>
/// <param name="Id">The request.</param>
/// <param name="FileName">Name of the file without its folder.</param>
public sealed record InspectAnchors(long Id, string FileName) : Request<AnchorsInspected>(Id), ICarryContent;

/// <param name="Certificates">What the file holds.</param>
public sealed record AnchorsInspected(IReadOnlyList<InspectedAnchor> Certificates);
