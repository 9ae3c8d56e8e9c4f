using Bridge.Smime.Policy;
using Bridge.Smime.Values;

namespace Bridge.Smime.Verdicts;

/// <summary>Outcome of comparing a certificate with the sender.</summary>
/// <param name="Match">As reported.</param>
/// <param name="Address">The address that matched, else the certificate's first.</param>
/// <param name="Addresses">All addresses that count.</param>
/// <param name="Best">The best status that this comparison still allows.</param>
/// <param name="Findings">Reasons.</param>
public sealed record AddressJudgement(
    AddressMatch Match,
    string? Address,
    IReadOnlyList<string> Addresses,
    SignatureStatus Best,
    IReadOnlyList<Finding> Findings);

/// <summary>
/// Compares the addresses of a certificate with From (RFC 8550 section 3). Addresses are equal as
/// <see cref="MailAddresses.Same"/> says.
/// </summary>
public static class AddressRules
{
    public static AddressJudgement Judge(Certificate certificate, SenderFacts sender, SmimePolicy policy)
    {
        List<Finding> findings = [];
        IReadOnlyList<string> addresses = Of(certificate, policy, findings);
        if (!sender.Compared)
        {
            findings.Add(Finding.Info(FindingCodes.AddressNotCompared));
            AddressMatch any = addresses.Count > 0 ? AddressMatch.Match : AddressMatch.NoAddress;
            return new AddressJudgement(any, addresses.Count > 0 ? addresses[0] : null, addresses, SignatureStatus.Valid, findings);
        }

        SignatureStatus otherwise = policy.RequireAddressMatch ? SignatureStatus.Unverified : SignatureStatus.Valid;
        if (addresses.Count == 0)
        {
            findings.Add(Finding.Warning(FindingCodes.AddressNone, ("subject", certificate.Subject)));
            return new AddressJudgement(AddressMatch.NoAddress, null, addresses, otherwise, findings);
        }

        if (sender.From.Count == 0)
        {
            findings.Add(Finding.Warning(FindingCodes.FromMissing, ("addresses", string.Join(", ", addresses))));
            return new AddressJudgement(AddressMatch.NoAddress, addresses[0], addresses, otherwise, findings);
        }

        return Compare(addresses, sender, policy, findings);
    }

    /// <summary>The addresses of a certificate that count: those of its subjectAltName, else by policy those of its subject.</summary>
    public static IReadOnlyList<string> Of(Certificate certificate, SmimePolicy policy, List<Finding>? findings = null)
    {
        if (certificate.Addresses.Count > 0 || !policy.AcceptSubjectAddress || certificate.SubjectAddresses.Count == 0)
        {
            return certificate.Addresses;
        }

        findings?.Add(Finding.Info(FindingCodes.AddressFromSubject, ("address", certificate.SubjectAddresses[0])));
        return certificate.SubjectAddresses;
    }

    private static AddressJudgement Compare(IReadOnlyList<string> addresses, SenderFacts sender, SmimePolicy policy, List<Finding> findings)
    {
        string? match = addresses.FirstOrDefault(a => sender.From.Any(f => MailAddresses.Same(a, f)));
        if (match is not null)
        {
            return new AddressJudgement(AddressMatch.Match, match, addresses, SignatureStatus.Valid, findings);
        }

        string from = string.Join(", ", sender.From);
        if (sender.Sender is { } other && addresses.FirstOrDefault(a => MailAddresses.Same(a, other)) is { } sent)
        {
            findings.Add(Finding.Warning(FindingCodes.AddressSenderOnly, ("from", from), ("sender", sent)));
            return new AddressJudgement(AddressMatch.Mismatch, sent, addresses, policy.RequireAddressMatch ? SignatureStatus.Unverified : SignatureStatus.Valid, findings);
        }

        (string, string)[] both = [("from", from), ("addresses", string.Join(", ", addresses))];
        findings.Add(policy.RequireAddressMatch ? Finding.Error(FindingCodes.AddressMismatch, both) : Finding.Warning(FindingCodes.AddressMismatch, both));
        return new AddressJudgement(AddressMatch.Mismatch, addresses[0], addresses, policy.RequireAddressMatch ? SignatureStatus.Invalid : SignatureStatus.Valid, findings);
    }
}
