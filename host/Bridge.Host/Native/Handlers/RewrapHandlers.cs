using Bridge.Host.Native.Mapping;
using Bridge.Host.Native.Streams;
using Bridge.Protocol.Messages;
using Bridge.Protocol.Session;
using Bridge.Smime.Policy;
using Bridge.Smime.Rewrapping;

namespace Bridge.Host.Native.Handlers;

/// <summary>Stored messages get another envelope, or none.</summary>
internal sealed class RewrapHandlers(IMessageRewrapper rewrapper, Func<SmimePolicy> policy, TimeProvider clock)
{
    public ReencryptedMessage Reencrypt(ReencryptMessage request, RequestContext context)
    {
        Reencryption done = rewrapper.Reencrypt(
            Tracked(context), context.Answer, request.Address, clock.GetUtcNow(), policy(), context.Cancellation);
        return new ReencryptedMessage(done.Key.Certificate.ToWire(), done.Already, done.ContentEncryption);
    }

    public DecryptedMessage Decrypt(DecryptMessage request, RequestContext context) =>
        new(rewrapper.Decrypt(Tracked(context), context.Answer, clock.GetUtcNow(), policy(), context.Cancellation).ToWire());

    private static TrackedStream Tracked(RequestContext context) =>
        new(context.Content, done => context.Report(ProgressPhase.Opening, done));
}
