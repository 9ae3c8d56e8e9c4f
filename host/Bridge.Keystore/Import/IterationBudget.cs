using System.Numerics;

namespace Bridge.Keystore.Import;

/// <summary>Bounds the work that one file can demand by its iteration counts.</summary>
internal sealed class IterationBudget
{
    private long _spent;

    /// <summary>Takes a count from a file; refuses one that is out of range.</summary>
    internal int Take(BigInteger count)
    {
        if (count < 1)
        {
            throw new System.Formats.Asn1.AsnContentException("An iteration count below one.");
        }

        long bounded = (long)BigInteger.Min(count, long.MaxValue / 2);
        _spent += Math.Min(bounded, int.MaxValue);
        if (bounded > ImportLimits.Iterations || _spent > ImportLimits.TotalIterations)
        {
            throw ImportRefusals.Limit("import-iterations", Math.Max(bounded, _spent), ImportLimits.Iterations);
        }

        return (int)bounded;
    }
}
