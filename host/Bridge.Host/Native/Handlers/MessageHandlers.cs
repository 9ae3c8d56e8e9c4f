using Bridge.Host.Native.Mapping;
using Bridge.Host.Native.Streams;
using Bridge.Protocol.Json;
using Bridge.Protocol.Messages;
using Bridge.Protocol.Session;
using Bridge.Smime.Policy;
using Bridge.Smime.Reading;
using Bridge.Smime.Sending;
using Bridge.Smime.Trust;
using SmimePurpose = Bridge.Smime.Sending.ProtectionPurpose;

namespace Bridge.Host.Native.Handlers;

/// <summary>Protecting and opening messages.</summary>
internal sealed class MessageHandlers(
    IMessageProtector protector, IMessageOpener opener, IPathValidator paths, Func<SmimePolicy> policy, TimeProvider clock)
{
    public ProtectedMessage Protect(ProtectMessage request, RequestContext context)
    {
        ProtectionRequest what = new(
            request.From,
            request.Recipients,
            request.Sign,
            request.Encrypt,
            request.Form.ToSmime(),
            request.Purpose.ToSmime(),
            request.IncludeCertificates,
            clock.GetUtcNow(),
            policy());
        return protector.Protect(Tracked(context, ProgressPhase.Protecting), context.Answer, what, context.Cancellation).ToWire();
    }

    public OpenedMessage Open(OpenMessage request, RequestContext context)
    {
        if (request.Again == true)
        {
            paths.AskAgain();
        }

        // A message names its own sender; the caller may name one only for a bare object that has none.
        string? sender = request.Kind == ContentKind.Cms ? request.From : null;
        OpenOptions how = new(clock.GetUtcNow(), policy(), request.Harvest, sender);
        Stream content = Tracked(context, ProgressPhase.Opening);
        return new OpenedMessage((request.Kind == ContentKind.Cms
            ? opener.OpenCms(content, null, context.Answer, how, context.Cancellation)
            : opener.Open(content, context.Answer, how, context.Cancellation)).ToWire());
    }

    /// <summary>Opens a message without protection, so that the first real one does not pay for what is done once.</summary>
    public void WarmUp()
    {
        using MemoryStream message = new("From: a@example.org\r\n\r\n\r\n"u8.ToArray());
        opener.Open(message, Stream.Null, new OpenOptions(clock.GetUtcNow(), policy(), Harvest: false));
    }

    private static TrackedStream Tracked(RequestContext context, ProgressPhase phase) =>
        new(context.Content, done => context.Report(phase, done));
}
