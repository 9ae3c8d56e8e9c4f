using System.Globalization;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;

namespace Bridge.Smime.Verdicts;

/// <summary>What a path's answer allows.</summary>
public static class ChainRules
{
    /// <summary>The best status that a path with this answer still allows.</summary>
    public static SignatureStatus Best(ChainStatus chain) => chain switch
    {
        ChainStatus.Valid => SignatureStatus.Valid,
        ChainStatus.Untrusted or ChainStatus.Expired or ChainStatus.NotYetValid or ChainStatus.RevocationUnknown => SignatureStatus.Unverified,
        _ => SignatureStatus.Invalid,
    };

    /// <summary>
    /// The path to judge by. A certificate that has expired since keeps its signature good if our own record says that this
    /// very signature was valid in its time; the signer's claimed time plays no part.
    /// </summary>
    public static (PathResult Path, Finding? Why) Choose(PathResult now, DateTimeOffset? firstValid, PathResult? then) =>
        now.Chain == ChainStatus.Expired && firstValid is { } at && then is { Chain: ChainStatus.Valid }
            ? (then, Finding.Info(
                FindingCodes.ValidWhenFirstVerified,
                ("time", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))))
            : (now, null);
}
