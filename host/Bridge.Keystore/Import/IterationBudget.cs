using System.Numerics;

namespace Bridge.Keystore.Import;

/// <summary>
/// Bounds the work that one file can demand by its iteration counts: every iteration of every block that is derived, in all
/// parts of the file and all forms of the passphrase that are tried.
/// </summary>
internal sealed class IterationBudget
{
    private long _spent;

    /// <summary>Takes a count from a file; refuses one that is out of range.</summary>
    /// <param name="count">Iterations, as the file says.</param>
    /// <param name="blocks">How many times the derivation runs through them; see <see cref="ImportDigest.BlocksFor"/>.</param>
    internal int Take(BigInteger count, int blocks = 1)
    {
        if (count < 1)
        {
            throw new System.Formats.Asn1.AsnContentException("An iteration count below one.");
        }

        long bounded = (long)BigInteger.Min(count, long.MaxValue / 2);
        _spent += Math.Min(bounded, int.MaxValue) * blocks;
        if (bounded > ImportLimits.Iterations || _spent > ImportLimits.TotalIterations)
        {
            throw ImportRefusals.Limit("import-iterations", Math.Max(bounded, _spent), ImportLimits.Iterations);
        }

        return (int)bounded;
    }
}
