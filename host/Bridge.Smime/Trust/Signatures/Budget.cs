using Bridge.Smime.Policy;

namespace Bridge.Smime.Trust.Signatures;

/// <summary>What one validation may cost, its side paths for revocation data included, whatever the input asks for.</summary>
internal sealed class Budget(Limits limits)
{
    // A public-key operation with the largest accepted key takes some milliseconds.
    private const int MaximumSignatures = 500;
    private const int MaximumFetches = 12;
    private const int MaximumPaths = 64;

    private int _steps = limits.PathBuildingSteps;
    private int _signatures = MaximumSignatures;
    private int _fetches = MaximumFetches;
    private int _paths = MaximumPaths;

    /// <summary>Whether a bound was met: the answer may then be "not found within the limit".</summary>
    public bool IsExhausted { get; private set; }

    public bool SpendStep() => Spend(ref _steps);

    public bool SpendSignature() => Spend(ref _signatures);

    public bool SpendFetch() => Spend(ref _fetches);

    public bool SpendPath() => Spend(ref _paths);

    private bool Spend(ref int left)
    {
        IsExhausted |= left <= 0;
        return left-- > 0;
    }
}
