using Bridge.Smime.Cms;
using Bridge.Smime.Policy;

namespace Bridge.Smime.Trust.Signatures;

/// <summary>What one validation may cost, its side paths for revocation data included, whatever the input asks for.</summary>
/// <param name="limits">Bounds of policy.</param>
/// <param name="effort">What the whole message may cost; shared by its validations.</param>
internal sealed class Budget(Limits limits, VerificationEffort effort)
{
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

    /// <param name="signature">How it is signed.</param>
    /// <param name="key">Whose signature is verified.</param>
    /// <param name="signedBytes">How much is hashed for it.</param>
    public bool SpendSignature(AlgorithmId signature, ReadOnlyMemory<byte> key, long signedBytes)
    {
        bool enough = Spend(ref _signatures) && effort.Spend(signature, key, signedBytes);
        IsExhausted |= !enough;
        return enough;
    }

    public bool SpendFetch() => Spend(ref _fetches);

    public bool SpendPath() => Spend(ref _paths);

    private bool Spend(ref int left)
    {
        IsExhausted |= left <= 0;
        return left-- > 0;
    }
}
