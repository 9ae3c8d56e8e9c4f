using Bridge.Smime.Harvest;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Reading;

/// <summary>Turns what one pass has seen into the report: rules decide, this only brings them together.</summary>
internal sealed class ReportBuilder(OpeningSession session)
{
    private const int MostFixed = 4;

    // Only a judgement as of now is a record of having seen the message.
    private static readonly TimeSpan s_now = TimeSpan.FromMinutes(10);

    public MessageReport Build()
    {
        SenderFacts sender = Sender();
        List<OpenedLayer> around = [.. session.Layers.Where(l => l.CoversMessage)];
        List<EnvelopeLayer> envelope = [.. around.Select(l => new EnvelopeLayer(l.Kind, l.Doubts, l.EncryptedParts, l.Damaged))];
        int? signing = CoverageRules.SigningLayer(envelope);
        Dictionary<OpenedLayer, List<SignerReport>> judged = session.Layers.ToDictionary(l => l, l => Judge(l, Coverage(l, around, envelope), sender));

        List<SignerReport> signers = [];
        SignatureStatus signature = SignatureStatus.None;
        List<LearnedReport> learned = [];
        if (signing is { } index)
        {
            OpenedLayer layer = around[index];
            KeepEvidence(layer);
            signers.AddRange(judged[layer]);
            signature = CoverageRules.Status(judged[layer]);
            if (signature == SignatureStatus.Valid && session.Encryption.Status is (EncryptionStatus.None or EncryptionStatus.Decrypted))
            {
                Remember(layer, judged[layer]);
                learned.AddRange(new Harvester(session).Learn(layer, judged[layer]));
            }
        }

        signers.AddRange(judged.Where(j => signing is null || j.Key != around[signing.Value]).SelectMany(j => j.Value));
        return new MessageReport(
            SealRules.Decide(session.Encryption.Status, signature),
            session.Encryption,
            signature,
            signers,
            ProtectedHeaders.Report(session.Protected, session.Outer),
            [.. session.Layers.Select(l => new LayerReport(l.Kind, l.Part, l.CoversMessage))],
            learned,
            [.. Findings(around, signature), .. signing is { } counting ? Changes(judged[around[counting]]) : []]);
    }

    private void KeepEvidence(OpenedLayer layer)
    {
        if (session is { Options.Evidence: { } evidence, Spoiled: false })
        {
            evidence.Signature = layer.Kept?.With(layer.Certificates);
        }
    }

    // Asked after learning: the message that brings another certificate is the first to say so.
    private IEnumerable<Finding> Changes(List<SignerReport> reports)
    {
        foreach (SignerReport report in reports)
        {
            if (report is { Status: SignatureStatus.Valid, AddressMatch: AddressMatch.Match, Address: { } from, Sha256: { } certificate }
                && session.Ports.Directory.FindByAddress(MailAddresses.Normalise(from))
                    .FirstOrDefault(c => c.Certificate.Sha256 == certificate)?.Change is { } change)
            {
                yield return Finding.Warning(
                    FindingCodes.SignerChanged,
                    ("address", MailAddresses.Normalise(from)),
                    ("certificate", certificate),
                    ("previous", change.PreviousSha256),
                    ("what", change.What));
            }
        }
    }

    private SenderFacts Sender() => session.Outer is { } outer
        ? SenderReader.Read(outer, session.Protected)
        : session.Options.Sender is { } given ? new SenderFacts(true, [given]) : SenderFacts.NotCompared;

    private static IReadOnlyList<Finding> Coverage(OpenedLayer layer, List<OpenedLayer> around, List<EnvelopeLayer> envelope) =>
        layer.CoversMessage
            ? CoverageRules.Judge(envelope, around.IndexOf(layer))
            : [.. layer.Doubts, Finding.Warning(FindingCodes.SignatureOnPart, ("part", layer.Part))];

    private List<SignerReport> Judge(OpenedLayer layer, IReadOnlyList<Finding> coverage, SenderFacts sender) =>
        [.. layer.Signers.Select(s => WithFixes(layer, s.Facts, coverage, sender, Judge(s.Facts, coverage, sender)))];

    private SignerReport Judge(SignerFacts facts, IReadOnlyList<Finding> coverage, SenderFacts sender) =>
        SignerRules.Judge(facts, sender, coverage, session.Options.At, session.Policy);

    // Many signers are nobody's ordinary mail: trying what would help each of them is not worth its cost.
    private SignerReport WithFixes(OpenedLayer layer, SignerFacts facts, IReadOnlyList<Finding> coverage, SenderFacts sender, SignerReport report) =>
        facts.Certificate is not { } certificate || layer.Signers.Count > MostFixed
            ? report
            : report with
            {
                Fixes = FixRules.Find(report, certificate, session.Policy, anchor =>
                    Judge(facts with { Path = session.Suppose(anchor, certificate, layer.Certificates) }, coverage, sender).Status),
            };

    private void Remember(OpenedLayer layer, List<SignerReport> reports)
    {
        DateTimeOffset now = session.Ports.Clock.GetUtcNow();
        if (session.Ports.Log is not { } log || (now - session.Options.At).Duration() > s_now)
        {
            return;
        }

        foreach ((CheckedSigner signer, SignerReport report) in layer.Signers.Zip(reports))
        {
            if (report is { Status: SignatureStatus.Valid, Sha256: { } certificate } && signer.Facts.Path is { Chain: ChainStatus.Valid })
            {
                log.RecordValid(signer.SignatureSha256, certificate, now);
            }
        }
    }

    private List<Finding> Findings(List<OpenedLayer> around, SignatureStatus signature)
    {
        List<Finding> findings = [.. session.Findings];
        // A layer without signers has nowhere else to say what was wrong with it.
        findings.AddRange(session.Layers.Where(l => l.Signers.Count == 0 && l.Kind == LayerKind.Signed).SelectMany(l => l.Doubts));
        if (session.Protected is { } inner && session.Outer is { } outer)
        {
            findings.AddRange(inner.Judge(outer));
        }

        if (session.Decrypted && !session.Encryption.Authenticated && signature != SignatureStatus.Valid)
        {
            findings.Add(Finding.Info(FindingCodes.EncryptionNotAuthenticated, ("algorithm", session.Encryption.Content ?? "")));
        }

        return findings;
    }
}
