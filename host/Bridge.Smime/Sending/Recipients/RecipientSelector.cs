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

        (RecipientState state, RecipientCertificate? certificate) = Serve(address, normal, known, at, policy, cancellationToken);
        return state.Ready || MailAddresses.PlainOf(normal) is not { } plain
            ? (state, certificate)
            : ByPlain(state, plain, known, at, policy, cancellationToken);
    }

    /// <summary>
    /// A sub-address without a usable certificate: another address' certificate serves it only when the user has said that both are
    /// one mailbox. Until then it is told that there is one.
    /// </summary>
    private (RecipientState State, RecipientCertificate? Chosen) ByPlain(
        RecipientState state, string plain, Correspondent known, DateTimeOffset at, SmimePolicy policy, CancellationToken cancellationToken)
    {
        Correspondent owner = book.Find(plain);
        Correspondent both = owner with { Rule = known.Rule, Used = known.Used ?? owner.Used };
        (RecipientState other, RecipientCertificate? certificate) = Serve(state.Address, plain, both, at, policy, cancellationToken);
        (string, string)[] named = [("address", state.Address), ("plain", plain)];
        return (other.Ready, known.SameMailbox) switch
        {
            (false, _) => (state, null),
            (true, false) => (state with { Findings = [.. state.Findings, Finding.Warning(FindingCodes.RecipientPlainKnown, named)] }, null),
            // Which of the plain address' certificates is used is chosen there.
            (true, true) => (other with { Findings = [.. other.Findings, Finding.Info(FindingCodes.RecipientSameMailbox, named)], Known = state.Known }, certificate),
        };
    }

    /// <param name="address">As given; what the state is about.</param>
    /// <param name="normal">Whose certificates serve it, in normal form.</param>
    /// <param name="known">The user's decisions.</param>
    private (RecipientState State, RecipientCertificate? Chosen) Serve(
        string address, string normal, Correspondent known, DateTimeOffset at, SmimePolicy policy, CancellationToken cancellationToken)
    {
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
