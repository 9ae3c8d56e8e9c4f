namespace Bridge.Smime.Values;

/// <summary>The SMIMECapabilities signed attribute (RFC 8551 section 2.5.2): what a correspondent's client reads, in its order of preference.</summary>
/// <param name="Items">Algorithm OIDs with their DER parameters (empty when absent), in the signer's order.</param>
public sealed record SmimeCapabilities(IReadOnlyList<SmimeCapability> Items)
{
    public bool Has(string oid) => Items.Any(i => i.Oid == oid);
}

/// <summary>One SMIMECapability.</summary>
public sealed record SmimeCapability(string Oid, ReadOnlyMemory<byte> Parameters);
