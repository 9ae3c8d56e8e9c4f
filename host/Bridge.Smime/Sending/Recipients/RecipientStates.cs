using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Smime.Sending.Recipients;

/// <summary>States that no single certificate gives.</summary>
internal static class RecipientStates
{
    /// <summary>Ready, but another authority vouches for them than last time.</summary>
    public const string Changed = "changed";

    /// <summary>Not encrypted to because a rule says so.</summary>
    public const string Never = "rule-never";

    public static RecipientState Ready(string address, Certificate certificate, IReadOnlyList<Finding> findings) =>
        new(address, true, certificate, RecipientRules.Ready, findings);

    public static RecipientState Missing(string address) =>
        new(address, false, null, RecipientRules.Missing, [Finding.Error(FindingCodes.RecipientMissing, ("address", address))]);

    public static RecipientState Excluded(string address, Correspondent known) => new(
        address, false, null, Never, [Finding.Error(FindingCodes.RecipientRuleNever, ("address", address), ("subject", known.Subject ?? address))])
    {
        Rule = known.Rule,
    };

    /// <summary>A ready recipient, compared with what was used for them before. A renewal by the same authority is no change.</summary>
    /// <param name="state">Ready.</param>
    /// <param name="known">The user's decisions.</param>
    /// <param name="before">The certificate that was encrypted to last, if it is still known.</param>
    /// <param name="change">That it came in place of another one, which the user has not acknowledged.</param>
    public static RecipientState Compared(RecipientState state, Correspondent known, Certificate? before, CertificateChange? change)
    {
        Certificate now = state.Certificate!;
        bool chosen = now.Sha256 == known.Chosen;
        RecipientState compared = state with { Chosen = chosen };
        if (known.Chosen is not null && !chosen)
        {
            compared = compared with { Findings = [.. compared.Findings, Finding.Warning(FindingCodes.RecipientChoiceLapsed)] };
        }

        if (change is not null && !chosen)
        {
            // A new key of the same authority is what a renewal brings: worth a note. Another authority is a change until it is acknowledged.
            compared = compared with
            {
                Reason = change.What == CertificateChange.Key ? compared.Reason : Changed,
                Findings = [.. compared.Findings, Finding.Warning(FindingCodes.RecipientReplaced, ("previous", change.PreviousSha256), ("what", change.What))],
            };
        }

        bool changed = before is not null && !chosen && !before.Equals(now) && before.Issuer != now.Issuer;
        return changed
            ? compared with
            {
                Reason = Changed,
                Findings = [.. compared.Findings, Finding.Warning(FindingCodes.RecipientChanged, ("issuer", now.Issuer), ("before", before!.Issuer))],
            }
            : compared;
    }
}
