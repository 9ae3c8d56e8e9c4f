using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;

namespace Bridge.Smime.Sending.Recipients;

/// <summary>
/// Finds the certificate to encrypt to for an address. Among the usable ones the newest wins: latest notBefore, then last
/// seen latest. An address of one's own is served by the own key first.
/// </summary>
internal sealed class RecipientSelector(IKeyRing keys, ICertificateDirectory directory, IPathValidator paths)
{
    public (RecipientState State, RecipientCertificate? Chosen) Select(
        string address, DateTimeOffset at, SmimePolicy policy, CancellationToken cancellationToken)
    {
        string normal = MailAddresses.Normalise(address);
        if (keys.EncryptionKeyFor(normal, at) is { } own && RecipientRules.Judge(own.Certificate, null, at, policy) is null)
        {
            return (Ready(address, own.Certificate), new RecipientCertificate(own.Certificate, null, IsOwn: true));
        }

        RecipientState nearest = new(
            address, false, null, RecipientRules.Missing, [Finding.Error(FindingCodes.RecipientMissing, ("address", address))]);
        foreach (StoredCertificate candidate in Candidates(normal, policy))
        {
            cancellationToken.ThrowIfCancellationRequested();
            RecipientState state = Judge(address, candidate, at, policy, cancellationToken);
            if (state.Ready)
            {
                return (state, new RecipientCertificate(candidate.Certificate, candidate.Capabilities, IsOwn: false));
            }

            nearest = RecipientRules.Distance(state.Reason) < RecipientRules.Distance(nearest.Reason) ? state : nearest;
        }

        return (nearest, null);
    }

    // The directory finds by address; that the certificate itself names the address is checked here again, because a
    // mistake would hand the message to somebody else.
    private IEnumerable<StoredCertificate> Candidates(string normal, SmimePolicy policy) => directory.FindByAddress(normal)
        .Where(c => Names(c.Certificate, normal, policy))
        .OrderByDescending(c => c.Certificate.NotBefore)
        .ThenByDescending(c => c.LastSeen)
        .ThenBy(c => c.Certificate.Sha256, StringComparer.Ordinal);

    private static bool Names(Certificate certificate, string normal, SmimePolicy policy)
    {
        IEnumerable<string> addresses = certificate.Addresses.Count == 0 && policy.AcceptSubjectAddress
            ? certificate.SubjectAddresses
            : certificate.Addresses;
        return addresses.Any(a => MailAddresses.Normalise(a) == normal);
    }

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
            : Ready(address, certificate, path.Findings);
    }

    private static RecipientState Ready(string address, Certificate certificate, IReadOnlyList<Finding>? findings = null) =>
        new(address, true, certificate, RecipientRules.Ready, findings ?? []);
}
