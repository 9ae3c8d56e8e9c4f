using Bridge.Host.Native.Mapping;
using Bridge.Keystore;
using Bridge.Protocol.Messages;
using Bridge.Protocol.Recipients;
using Bridge.Protocol.Values;
using Bridge.Smime.Policy;
using Bridge.Smime.Sending;
using Bridge.Smime.Values;
using SmimePurpose = Bridge.Smime.Sending.ProtectionPurpose;

namespace Bridge.Host.Native.Handlers;

/// <summary>Whether recipients can be encrypted to, and the certificates there are to choose from.</summary>
internal sealed class RecipientHandlers(IMessageProtector protector, CorrespondentStore book, Func<SmimePolicy> policy, TimeProvider clock)
{
    // What a plan says about its sender, as against its recipients.
    private static readonly string[] s_aboutSender = [FindingCodes.NoSigningKey, FindingCodes.NoOwnCertificate, FindingCodes.SenderMismatch];

    public RecipientsChecked Check(CheckRecipients request, RequestContext context)
    {
        SmimePolicy now = policy();
        ProtectionRequest what = new(
            request.From,
            request.Addresses,
            Sign: true,
            Encrypt: true,
            Smime.Sending.SignatureForm.Clear,
            SmimePurpose.Send,
            IncludeCertificates: false,
            clock.GetUtcNow(),
            request.Offline ? now with { NetworkEnabled = false } : now);
        ProtectionPlan plan = protector.Plan(what, context.Cancellation);
        return new RecipientsChecked(
            [.. plan.Recipients.Select(SendingMapping.ToWire)],
            [.. plan.Refusals.Where(r => s_aboutSender.Contains(r.Code)).Select(ValueMapping.ToWire)],
            now.HeaderProtection != HeaderProtectionMode.Off,
            now.EncryptByDefault.ToWire(),
            now.SuggestEncryption);
    }

    public RecipientCertificates Certificates(ListRecipientCertificates request, RequestContext context) => new(
        [.. protector.Candidates(request.Address, clock.GetUtcNow(), policy(), context.Cancellation).Select(SendingMapping.ToWire)]);

    public Done Choose(ChooseCertificate request, RequestContext context)
    {
        book.Choose(request.Address, request.Sha256);
        return new Done();
    }

    public Done SetSameMailbox(SetSameMailbox request, RequestContext context)
    {
        book.SetSameMailbox(request.Address, request.Same);
        return new Done();
    }
}
