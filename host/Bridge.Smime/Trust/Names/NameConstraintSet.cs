using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Names;

/// <summary>
/// The constraints that every authority above a certificate has laid on it: permitted_subtrees and excluded_subtrees of
/// RFC 5280 section 6.1.2. Kept authority by authority, since a name must be permitted by each of them.
/// </summary>
internal sealed class NameConstraintSet
{
    // Comparisons a path may cost; beyond, the path is refused instead of computed.
    private const int MaximumComparisons = 250_000;

    private readonly List<NameConstraints> _levels = [];
    private int _comparisons;

    public void Add(NameConstraints constraints) => _levels.Add(constraints);

    /// <summary>Null when every name is allowed; else why the first one is not.</summary>
    public Finding? Check(IEnumerable<GeneralName> names) =>
        _levels.Count == 0 ? null : names.Select(CheckName).FirstOrDefault(f => f is not null);

    private Finding? CheckName(GeneralName name) =>
        _levels.Select(level => CheckLevel(level, name)).FirstOrDefault(f => f is not null);

    private Finding? CheckLevel(NameConstraints level, GeneralName name)
    {
        if ((_comparisons += level.Permitted.Count + level.Excluded.Count) > MaximumComparisons)
        {
            return Finding.Error(FindingCodes.NameConstraintCost);
        }

        List<GeneralName> permitted = [.. level.Permitted.Where(s => Concerns(s, name))];
        List<GeneralName> excluded = [.. level.Excluded.Where(s => Concerns(s, name))];
        if (permitted.Count + excluded.Count == 0)
        {
            return null;
        }

        if (!NameSubtree.CanBeJudged(name))
        {
            return Finding.Error(FindingCodes.NameConstraintUnsupported, ("name", name.Text));
        }

        if (excluded.Any(s => NameSubtree.Contains(s, name, excluded: true)))
        {
            return Finding.Error(FindingCodes.NameExcluded, ("name", name.Text));
        }

        return permitted.Count == 0 || permitted.Any(s => NameSubtree.Contains(s, name, excluded: false))
            ? null
            : Finding.Error(FindingCodes.NameNotPermitted, ("name", name.Text));
    }

    // RFC 9598 section 6: rfc822Name subtrees bind SmtpUTF8Mailbox names too.
    private static bool Concerns(GeneralName subtree, GeneralName name) =>
        subtree.Form == name.Form || (IsMail(subtree.Form) && IsMail(name.Form));

    private static bool IsMail(NameForm form) => form is NameForm.Mail or NameForm.InternationalMail;
}
