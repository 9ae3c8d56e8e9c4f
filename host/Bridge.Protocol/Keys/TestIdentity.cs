using Bridge.Protocol.Reports;

namespace Bridge.Protocol.Keys;

/// <summary>Signs and encrypts a message as one own address, opens it again and judges it: everything that a real message needs, really done.</summary>
/// <param name="Id">The request.</param>
/// <param name="Address">The own address whose keys are tried.</param>
public sealed record TestIdentity(long Id, string Address) : Request<IdentityTested>(Id);

/// <param name="Report">The verdict on the message; it is what a recipient with the same trust would see.</param>
public sealed record IdentityTested(Report Report);
