namespace Bridge.Smime.Cms.Attributes;

/// <summary>One attribute of a signer (RFC 5652 section 5.3).</summary>
/// <param name="Oid">attrType.</param>
/// <param name="Values">attrValues, each as received.</param>
public sealed record CmsAttribute(string Oid, IReadOnlyList<ReadOnlyMemory<byte>> Values);
