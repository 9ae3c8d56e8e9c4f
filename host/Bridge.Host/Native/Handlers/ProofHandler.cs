using Bridge.Host.Native.Mapping;
using Bridge.Host.Native.Streams;
using Bridge.Host.Proof;
using Bridge.Protocol.Messages;
using Bridge.Protocol.Session;
using Bridge.Smime.Policy;
using Bridge.Smime.Reading;
using Bridge.Smime.Reading.Evidence;
using Bridge.Smime.Sending;
using Bridge.Smime.Verdicts;

namespace Bridge.Host.Native.Handlers;

/// <summary>Verdicts as files that prove themselves.</summary>
internal sealed class ProofHandler(IMessageOpener opener, IFileSigner signer, Func<SmimePolicy> policy, TimeProvider clock)
{
    public MessageProved Prove(ProveMessage request, RequestContext context)
    {
        DateTimeOffset now = clock.GetUtcNow();
        SmimePolicy rules = policy();
        MessageEvidence evidence = new(rules.Limits.HeldBytes);
        using TrackedStream content = new(context.Content, done => context.Report(ProgressPhase.Opening, done));
        MessageReport report = opener.Open(content, Stream.Null, new OpenOptions(now, rules, Harvest: false, Evidence: evidence), context.Cancellation);
        using IFileSeal? seal = request.SignAs is { } address ? signer.Open(address, now, rules, context.Cancellation) : null;
        new ProofFile(evidence, report, now).Write(seal, context.Answer);
        return new MessageProved(report.ToWire(), seal?.Signer.ToWire());
    }
}
