using System.Globalization;
using Bridge.Smime.Cms.Content;
using Bridge.Smime.Ports;
using Bridge.Smime.Sending.Recipients;
using Bridge.Smime.Values;

namespace Bridge.Smime.Sending;

/// <summary>Turns request and facts into a plan or refusals. Pure: no key is opened, nothing is looked up.</summary>
internal static class ProtectionPlanner
{
    public static ProtectionDecision Decide(ProtectionRequest request, ProtectionFacts facts)
    {
        bool sign = Signs(request);
        List<Finding> refusals = [];
        if (sign)
        {
            PlanSigning(request, facts.SigningKey, refusals);
        }

        if (facts.Bound.Count > 0)
        {
            refusals.Add(Named(FindingCodes.RuleAlways, facts.Bound));
        }

        ContentAlgorithm? content = request.Encrypt ? PlanEncryption(request, facts, refusals) : null;
        OwnSigner? signer = sign && facts.SigningKey is { } key ? new OwnSigner(key.Id, key.Certificate) : null;
        ProtectionPlan plan = new(signer, facts.States, content?.Name, refusals);
        return new ProtectionDecision(
            plan, sign ? facts.SigningKey : null, content, content is null ? [] : Readers(facts), facts.EncryptionKey?.Certificate);
    }

    /// <summary>A draft is one's own: it is never signed.</summary>
    public static bool Signs(ProtectionRequest request) => request.Sign && request.Purpose == ProtectionPurpose.Send;

    // A signature by a certificate that names somebody else is worse than none: every reader is warned of it.
    private static void PlanSigning(ProtectionRequest request, OwnKey? key, List<Finding> refusals)
    {
        if (key is null)
        {
            refusals.Add(Finding.Error(FindingCodes.NoSigningKey, ("address", request.From)));
        }
        else if (request.Policy.RequireAddressMatch && !SenderKeys.Names(key.Certificate, request.From, request.Policy))
        {
            string named = string.Join(", ", SenderKeys.Addresses(key.Certificate, request.Policy));
            refusals.Add(Finding.Error(FindingCodes.SenderMismatch, ("address", request.From), ("addresses", named)));
        }
    }

    private static ContentAlgorithm? PlanEncryption(ProtectionRequest request, ProtectionFacts facts, List<Finding> refusals)
    {
        if (facts.EncryptionKey is not { } own || !RecipientRules.MayEncrypt(own.Certificate)
            || !Cms.KeyManagement.ContentKeys.CanWrap(own.Certificate))
        {
            refusals.Add(Finding.Error(FindingCodes.NoOwnCertificate, ("address", request.From)));
        }

        string[] missing = [.. facts.States.Where(s => !s.Ready).Select(s => s.Address)];
        ContentAlgorithm? content = AlgorithmChoice.For(
            [.. facts.Chosen.Where(c => !c.IsOwn).Select(c => c.Capabilities)], request.Policy);
        if (missing.Length == 0 && content is null)
        {
            // Each could be served alone and no algorithm serves all: every one of them is named.
            missing = [.. facts.States.Select(s => s.Address)];
        }

        if (missing.Length > 0)
        {
            refusals.Add(Named(FindingCodes.RecipientsMissing, missing));
        }

        return refusals.Count == 0 ? content : null;
    }

    private static Finding Named(string code, IReadOnlyList<string> addresses) => Finding.Error(
        code,
        ("count", addresses.Count.ToString(CultureInfo.InvariantCulture)),
        ("addresses", string.Join(", ", addresses)));

    private static List<RecipientCertificate> Readers(ProtectionFacts facts) =>
        [.. facts.Chosen
            .Append(new RecipientCertificate(facts.EncryptionKey!.Certificate, null, IsOwn: true))
            .DistinctBy(r => r.Certificate.Sha256)];
}
