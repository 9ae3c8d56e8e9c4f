using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;

namespace Bridge.Smime.Sending.Recipients;

/// <summary>
/// Finds the certificate to encrypt to for an address. Among the usable ones that wins which the user chose, then the one that its
/// owner's newest signed message named for encryption (RFC 8551 section 2.5.3), then the newest: latest notBefore, then last seen latest.
/// An address of one's own is served by the own key first.
/// </summary>
internal sealed class RecipientSelector(IKeyRing keys, ICertificateDirectory directory, IPathValidator paths, ICorrespondentBook book)
{
    public (RecipientState State, RecipientCertificate? Chosen) Select(
        string address, DateTimeOffset at, SmimePolicy policy, CancellationToken cancellationToken)
    {
        string normal = MailAddresses.Normalise(address);
        Correspondent known = book.Find(normal);
        if (known.Rule == EncryptionRule.Never)
        {
            return (RecipientStates.Excluded(address, known), null);
        }

        if (keys.EncryptionKeyFor(normal, at) is { } own && RecipientRules.Judge(own.Certificate, null, at, policy) is null)
        {
            RecipientState mine = RecipientStates.Ready(address, own.Certificate, []) with { Rule = known.Rule, Known = 1 };
            return (mine, new RecipientCertificate(own.Certificate, null, IsOwn: true));
        }

        (RecipientState state, StoredCertificate? chosen) = Best(address, Candidates(normal, known.Chosen, policy), known, at, policy, cancellationToken);
        return (state, chosen is null ? null : new RecipientCertificate(chosen.Certificate, chosen.Capabilities, IsOwn: false));
    }

    /// <summary>The state of every certificate that is known for an address, in the order in which they would be used.</summary>
    public IReadOnlyList<RecipientState> All(string address, DateTimeOffset at, SmimePolicy policy, CancellationToken cancellationToken)
    {
        string normal = MailAddresses.Normalise(address);
        Correspondent known = book.Find(normal);
        List<StoredCertificate> candidates = Candidates(normal, known.Chosen, policy);
        return [.. candidates.Select(c => Judge(address, c, at, policy, cancellationToken) with
        {
            Rule = known.Rule,
            Known = candidates.Count,
            Chosen = c.Certificate.Sha256 == known.Chosen,
        })];
    }

    private (RecipientState State, StoredCertificate? Chosen) Best(
        string address, List<StoredCertificate> candidates, Correspondent known, DateTimeOffset at, SmimePolicy policy, CancellationToken cancellationToken)
    {
        RecipientState nearest = RecipientStates.Missing(address);
        foreach (StoredCertificate candidate in candidates)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RecipientState state = Judge(address, candidate, at, policy, cancellationToken);
            if (state.Ready)
            {
                Certificate? before = known.Used is { } used ? directory.FindByFingerprint(used)?.Certificate : null;
                return (RecipientStates.Compared(state, known, before, candidate.Change) with { Rule = known.Rule, Known = candidates.Count }, candidate);
            }

            nearest = RecipientRules.Distance(state.Reason) < RecipientRules.Distance(nearest.Reason) ? state : nearest;
        }

        return (nearest with { Rule = known.Rule, Known = candidates.Count }, null);
    }

    // The directory finds by address; that the certificate itself names the address is checked here again, because a
    // mistake would hand the message to somebody else.
    private List<StoredCertificate> Candidates(string normal, string? chosen, SmimePolicy policy) => [.. directory.FindByAddress(normal)
        .Where(c => SenderKeys.Names(c.Certificate, normal, policy))
        .OrderByDescending(c => c.Certificate.Sha256 == chosen)
        .ThenByDescending(c => c.StatedAt is not null)
        .ThenByDescending(c => c.Certificate.NotBefore)
        .ThenByDescending(c => c.LastSeen)
        .ThenBy(c => c.Certificate.Sha256, StringComparer.Ordinal)];

    private RecipientState Judge(
        string address, StoredCertificate candidate, DateTimeOffset at, SmimePolicy policy, CancellationToken cancellationToken)
    {
        Certificate certificate = candidate.Certificate;
        if (RecipientRules.Judge(certificate, candidate.Capabilities, at, policy) is { } own)
        {
            return new RecipientState(address, false, certificate, own.Reason, [own.Finding]);
        }

        PathResult path = paths.Validate(certificate, [], CertificateUsage.Encrypt, at, policy, cancellationToken);
        return RecipientRules.Judge(path.Chain) is { } refused
            ? new RecipientState(address, false, certificate, refused.Reason, [refused.Finding, .. path.Findings])
            : RecipientStates.Ready(address, certificate, path.Findings);
    }
}
